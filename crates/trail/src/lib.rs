//! What was really used? CloudTrail in, usage out.
