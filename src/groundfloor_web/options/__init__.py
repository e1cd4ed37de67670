"""What a floor may contain: programmes copied from a library of templates, adapted by form or by rule: step 5 of the Initiative."""
