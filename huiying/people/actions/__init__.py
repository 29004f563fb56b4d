"""Every write to accounts, passwords, second factors and tokens."""
