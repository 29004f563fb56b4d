"""What changes the appraisal. Import the module one needs; some of them want libraries."""
