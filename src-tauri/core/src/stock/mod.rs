//! How much of everything there is, and why.
//!
//! Promises: `ledger::append` is the only writer of a balance, and writes the movement that explains it in the same
//! breath; `on_hand`, `reserved` and `available` never fall below zero; both balances are the sums of their movements.

mod adjust;
pub mod batch;
mod explain;
pub mod ledger;
mod list;
mod movements;
mod reasons;
mod receive;
mod shortage;

pub use adjust::{StockAdjust, StockAdjusted, stock_adjust};
pub use explain::{StockExplain, StockExplanation, StockPoint, stock_explain};
pub use list::{
    StockFilter, StockList, StockMark, StockPage, StockRow, StockSort, StockSummary, StockSummaryGet, stock_list,
    stock_row, stock_summary,
};
pub use movements::{Movement, MovementPage, StockMovements, stock_movements};
pub use receive::{MAX_ON_HAND, StockReceive, StockReceiveLine, StockReceived, stock_receive};
pub use shortage::{Wanted, balance, holders, location_or_default, short_line};
