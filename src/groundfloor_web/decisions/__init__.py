"""What was adopted, who does it by when, and the way back from each decision to its evidence, cost and voices."""
