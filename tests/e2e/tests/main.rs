//! Stockroom as staff use it: the real window, from outside.

mod goods;
#[cfg(feature = "million")]
mod million;
mod screens;
mod selling;
mod shop;
mod start;
mod story;
