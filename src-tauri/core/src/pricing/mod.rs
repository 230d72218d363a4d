//! What a unit costs and why, step by step: the tiers of customers, the rules that lower prices, and the calculation.
//!
//! Promises: the same rules, variant, quantity, tier and moment give the same price; a price is never below 0; it is
//! rounded once, at the unit price; the steps, the rounding included, add up to it.

mod ask;
mod book;
pub mod engine;
mod quote;
pub mod rules;
pub mod tiers;

pub use ask::{
    LookedAt, PriceQuote, PriceQuoteGet, PriceTable, PriceTableGet, PriceTableRow, price_quote, price_table,
};
pub use quote::{NextBreak, PriceEffect, PriceStep, Prices, Quote, tier_of};
