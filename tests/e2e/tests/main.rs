//! Stockroom as staff use it: the real window, from outside.

mod start;
