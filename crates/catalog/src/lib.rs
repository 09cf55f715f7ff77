//! What exists in AWS? Services, actions, resource types, condition keys, operations.
