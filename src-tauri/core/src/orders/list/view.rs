//! A view: the ordered keys of a filter and sort, frozen, so that any row can be read by its place.
//!
//! The screen's thumb jumps, rows stay under the cursor, and a million orders cost four bytes each. What came since
//! is counted by `seq`, never mixed in.

use super::filter::{OrderFilter, OrderSort, Parsed, TextMatch};
use super::plan::all_keys;
use crate::db::{Conditions, Snapshot};
use crate::kernel::{Day, Failure, MAX_PAGE, Problem, Refusal};
use crate::orders::store::{OrderRow, ROW_COLUMNS, order_row};
use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// The most views kept; the one used longest ago goes first.
const MAX_VIEWS: usize = 8;

crate::request! {
    pub struct OrderViewOpen {
        pub filter: Option<OrderFilter>,
        pub sort: Option<OrderSort>,
    }
}
crate::strict_request! {
    /// At most 200 rows from a place, as they are now.
    pub struct OrderViewRows {
        pub handle: String,
        pub from: i64,
        pub limit: i64,
    }
    /// Where an order's number, or the first shown order of a day, stands.
    pub struct OrderViewFind {
        pub handle: String,
        pub number: Option<String>,
        pub day: Option<Day>,
    }
    pub struct OrderViewClose {
        pub handle: String,
    }
}
crate::response! {
    pub struct OrderView {
        pub handle: String,
        pub count: i64,
    }
    pub struct OrderViewPage {
        pub from: i64,
        pub rows: Vec<OrderRow>,
        /// Orders that match and came since the view was opened.
        pub new_since: i64,
    }
    pub struct OrderViewPlace {
        pub index: Option<i64>,
    }
}

struct View {
    handle: String,
    /// As it was read when the view was opened.
    filter: Parsed,
    /// `row_no` of each order, in order.
    keys: Vec<u32>,
    /// The last order there was when it was opened.
    last_seq: i64,
}

/// The views that are open, the last used at the back.
#[derive(Default)]
pub struct Views {
    open: Mutex<VecDeque<Arc<View>>>,
}

impl Views {
    fn keep(&self, view: View) -> OrderView {
        let told = OrderView { handle: view.handle.clone(), count: view.keys.len() as i64 };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        while open.len() >= MAX_VIEWS {
            open.pop_front();
        }
        open.push_back(Arc::new(view));
        told
    }

    fn find(&self, handle: &str) -> Result<Arc<View>, Failure> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let place = open
            .iter()
            .position(|view| view.handle == handle)
            .ok_or_else(|| Refusal::HandleGone { handle: handle.to_owned() })?;
        let view = open.remove(place).ok_or_else(|| Refusal::HandleGone { handle: handle.to_owned() })?;
        open.push_back(view.clone());
        Ok(view)
    }

    fn drop_view(&self, handle: &str) -> OrderView {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|view| view.handle != handle);
        OrderView { handle: handle.to_owned(), count: 0 }
    }
}

pub fn order_view_open(views: &Views, books: &Snapshot<'_>, request: OrderViewOpen) -> Result<OrderView, Failure> {
    let filter = request.filter.unwrap_or_default();
    let sort = request.sort.unwrap_or_default();
    let last_seq = books.one("SELECT coalesce(max(row_no), 0) FROM orders", [], |row| row.get(0))?;
    let filter = Parsed::read(books, &filter)?;
    let keys = keys(books, &filter, sort)?;
    let handle = uuid::Uuid::new_v4().simple().to_string();
    Ok(views.keep(View { handle, filter, keys, last_seq }))
}

pub fn order_view_rows(views: &Views, books: &Snapshot<'_>, request: OrderViewRows) -> Result<OrderViewPage, Failure> {
    let view = views.find(&request.handle)?;
    let from = usize::try_from(request.from).map_err(|_| Refusal::field("from", Problem::TooSmall, Some(0)))?;
    let limit = usize::try_from(request.limit.clamp(1, MAX_PAGE)).unwrap_or(1);
    let keys = view.keys.get(from..).map_or(&[][..], |rest| &rest[..limit.min(rest.len())]);
    let rows = books.rows(
        &format!(
            "SELECT {ROW_COLUMNS}
             FROM json_each(?1) AS page
             CROSS JOIN orders ON orders.row_no = page.value
             CROSS JOIN staff ON staff.id = orders.staff_id
             ORDER BY page.key"
        ),
        [serde_json::to_string(keys)?],
        |row| order_row(books, row),
    )?;
    Ok(OrderViewPage { from: request.from, rows, new_since: new_since(books, &view)? })
}

fn new_since(books: &Snapshot<'_>, view: &View) -> Result<i64, Failure> {
    let mut filter = view.filter.clone();
    // A text that matched nothing, or few, may match what came since: each of those is looked at.
    filter.text_match = filter.text_match.map(|_| TextMatch::Dense);
    let mut conditions = Conditions::default();
    conditions.and_with("orders.seq > :last_seq", ":last_seq", view.last_seq);
    filter.indexed(&mut conditions, true);
    filter.of_row(&mut conditions);
    filter.bind(&mut conditions);
    books.one(
        &format!("SELECT count(*) FROM orders INDEXED BY orders_by_number WHERE {}", conditions.sql()),
        conditions.values().as_slice(),
        |row| row.get(0),
    )
}

pub fn order_view_find(views: &Views, books: &Snapshot<'_>, request: OrderViewFind) -> Result<OrderViewPlace, Failure> {
    let view = views.find(&request.handle)?;
    let index = match (&request.number, request.day) {
        (Some(number), None) => {
            let row_no: Option<u32> =
                books.find("SELECT row_no FROM orders WHERE number = ?1", [number.trim()], |row| row.get(0))?;
            row_no.and_then(|row_no| view.keys.iter().position(|key| *key == row_no))
        }
        // The day's orders are looked for among the view's own keys: what came since, or left the filter meanwhile,
        // neither hides a row that is shown nor stands in for one.
        (None, Some(day)) => {
            let day = OrderFilter { from: Some(day), to: Some(day), ..OrderFilter::default() };
            let of_day = keys(books, &Parsed::read(books, &day)?, OrderSort::default())?;
            let of_day: HashSet<u32> = of_day.into_iter().collect();
            view.keys.iter().position(|key| of_day.contains(key))
        }
        (None, None) => return Err(Refusal::field("number", Problem::Required, None).into()),
        (Some(_), Some(_)) => return Err(Refusal::field("day", Problem::NotAllowed, None).into()),
    };
    Ok(OrderViewPlace { index: index.map(|index| index as i64) })
}

/// The `row_no` of every order that a filter shows, in order.
fn keys(books: &Snapshot<'_>, parsed: &Parsed, sort: OrderSort) -> Result<Vec<u32>, Failure> {
    match all_keys(books, parsed, sort, "orders.row_no")? {
        None => Ok(Vec::new()),
        Some(query) => books.rows(&query.sql, query.conditions.values().as_slice(), |row| row.get(0)),
    }
}

pub fn order_view_close(views: &Views, _: &Snapshot<'_>, request: OrderViewClose) -> Result<OrderView, Failure> {
    Ok(views.drop_view(&request.handle))
}
