"""Pure decisions of request handling: limits, categories, secrecy, tries, conflicts of interest."""
