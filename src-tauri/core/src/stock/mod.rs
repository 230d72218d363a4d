//! How much of everything there is, and why.
//!
//! Promises: `ledger::append` is the only writer of a balance, and writes the movement that explains it in the same
//! breath; `on_hand`, `reserved` and `available` never fall below zero; both balances are the sums of their movements.

mod adjust;
mod balances;
pub mod batch;
mod batches;
mod cost;
mod explain;
mod inventory;
pub mod ledger;
mod list;
mod locations;
mod low;
mod movements;
mod opening;
mod ranking;
mod reasons;
mod receive;
mod shortage;
mod transfer;
mod undo;

pub use adjust::{Adjustment, GiveWay, GiveWayLine, StockAdjust, StockAdjusted};
pub use balances::{LocationBalance, StockBalanceRows, StockBalances, stock_balances};
pub use batches::{Batch, BatchDetail, BatchGet, BatchLine, BatchList, BatchPage, batch_get, batch_list, read_batch};
pub use explain::{StockExplain, StockExplanation, StockPoint, stock_explain};
pub use inventory::{InventoryCategory, InventorySummary, InventorySummaryGet, OldestHold, inventory_summary};
pub use list::{
    StockFilter, StockList, StockMark, StockPage, StockRow, StockSelection, StockSort, StockSummary, StockSummaryGet,
    stock_list, stock_page, stock_row, stock_summary,
};
pub use locations::{
    Location, LocationCreate, LocationList, LocationRows, LocationUpdate, location_create, location_list,
    location_update,
};
pub use low::{LowRow, LowRows, StockLowSince, stock_low_since};
pub use movements::{Movement, MovementPage, StockMovements, stock_movements};
pub use opening::{StockOpen, StockOpenLine, StockOpened, stock_open};
pub use ranking::Ranking;
pub use reasons::{
    Reason, ReasonCreate, ReasonList, ReasonRows, ReasonUpdate, reason_create, reason_list, reason_update,
};
pub use receive::{MAX_ON_HAND, StockReceive, StockReceiveLine, StockReceived, stock_receive};
pub use shortage::{
    Wanted, balance, check_distinct, holders, location_name, location_or_default, open_location, short_line,
};
pub use transfer::{StockTransfer, StockTransferLine, StockTransferred, TransferPlan};
pub use undo::{BatchUndo, BatchUndoPreview, Undo, UndoLine, UndoPreview};
