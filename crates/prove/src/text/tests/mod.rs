//! Tests of the theory of texts: small worlds in which all words can be tried.

mod words;
