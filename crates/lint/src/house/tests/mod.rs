//! Policies that keep or break rules.

mod actions;
mod demands;
mod held;
mod principals;
