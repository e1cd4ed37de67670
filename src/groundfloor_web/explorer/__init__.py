"""Moving a slider and seeing cost, poverty, gaps and financing change: step 6 of the Initiative."""
