//! What should it say? Usage in, policy out.
