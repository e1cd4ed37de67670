"""Making the case: briefs, slides, fact sheets and key messages made of a run, each figure leading back to it: step 3 of the Initiative."""
