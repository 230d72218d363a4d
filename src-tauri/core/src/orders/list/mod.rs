//! The order table: any mix of filters, any sort, at any size.
//!
//! Promises: every page is found through an index; a page takes two statements at most; rows stay in place under
//! the cursor, because a view freezes its keys.

mod filter;
mod page;
mod plan;
mod totals;
mod view;

pub use filter::{OrderFilter, OrderSort, Parsed, parse_filter};
pub use page::{OrderList, OrderPage, order_list};
pub use plan::{KeyQuery, all_keys};
pub use totals::{OrderCounts, OrderCountsGet, OrderTotals, OrderTotalsGet, order_counts, order_totals};
pub use view::{
    OrderView, OrderViewClose, OrderViewFind, OrderViewOpen, OrderViewPage, OrderViewPlace, OrderViewRows, Views,
    order_view_close, order_view_find, order_view_open, order_view_rows,
};
