//! Stockroom as staff use it: the real window, from outside.

mod screens;
mod shop;
mod start;
mod story;
