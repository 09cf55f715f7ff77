//! Is it right? One check, one file.
