//! Customers as CSV, as our own import reads them. See docs/IMPORT.md.

use super::guard::guarded;
use super::stock_csv::Sheet;
use super::target::Written;
use crate::customers::{CustomerList, customer_list};
use crate::db::Snapshot;
use crate::kernel::{Failure, MAX_PAGE, Refusal, Watch};
use std::path::Path;

const HEADER: [&str; 5] = ["Name", "E-mail", "Phone", "Tier", "Note"];

/// Writes exactly the customers that the list shows with the filter, by name; the file stands beside its place.
pub fn write_customers(
    books: &Snapshot<'_>,
    filter: &CustomerList,
    place: &Path,
    watch: &dyn Watch,
) -> Result<Written, Failure> {
    let known: i64 = books.one("SELECT count(*) FROM customer", [], |row| row.get(0))?;
    let mut sheet = Sheet::create(place)?;
    sheet.write(HEADER.map(str::to_owned))?;
    let (mut rows, mut cursor) = (0, None);
    loop {
        watch.progress(rows, known);
        if watch.is_cancelled() {
            return Err(Refusal::Cancelled { what: "The export".to_owned() }.into());
        }
        let page = customer_list(books, CustomerList { cursor, limit: Some(MAX_PAGE), ..filter.clone() })?;
        for row in &page.rows {
            let customer = &row.customer;
            // Nobody is given the default tier by name: whoever has none of their own follows it when it changes.
            let tier = if customer.tier_id.is_some() { customer.tier_name.as_str() } else { "" };
            let cells = [&customer.name, &customer.email, &customer.phone, tier, &customer.note];
            sheet.write(cells.map(|text| guarded(text).into_owned()))?;
        }
        rows += page.rows.len() as i64;
        cursor = page.next;
        if cursor.is_none() {
            return sheet.finish(rows);
        }
    }
}
