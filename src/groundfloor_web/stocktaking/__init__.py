"""Taking stock: schemes, the assessment matrix, gaps, access to services and how the system works. Step 4 of the Initiative."""
