"""What a dashboard asks: whose it is and may be, and its figures."""
