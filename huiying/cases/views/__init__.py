"""Staff's pages about cases and requests, below /console/cases/."""
