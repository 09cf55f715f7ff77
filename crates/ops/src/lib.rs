//! What can Leastwise do? One operation, one request type, one file.
