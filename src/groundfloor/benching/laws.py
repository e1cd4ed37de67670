"""The law as it is, and the one that is tried."""

LAW = {"child_grant": 75.0, "threshold": 28.0}
REFORM = {"child_grant": 90.0, "threshold": 30.0}
