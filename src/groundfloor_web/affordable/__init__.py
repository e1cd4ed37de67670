"""The best affordable floor, asked for from the explorer and found in the background: step 6 of the Initiative."""
