//! Tests of the theory of texts: small worlds in which all words can be tried.

mod laws;
mod plain;
mod tables;
mod words;
