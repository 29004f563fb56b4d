"""Commands of the appraisal: from plain tables without a database, and about rankings that are kept."""
