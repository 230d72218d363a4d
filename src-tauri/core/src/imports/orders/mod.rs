//! Orders: one row is one line, and the rows with the same reference are one order.

mod apply;
mod check;
mod read;
mod rows;

use super::mapping::{Layout, Mapped, Mapping};
use crate::db::Snapshot;
use crate::imports::file::Sheet;
use crate::kernel::{BulkResult, Failure, Fields, ImportField, LocationId, Money, Problem, Refusal};
use crate::orders::bulk::{self, BulkOrder};
use crate::stock::location_or_default;
pub(super) use apply::apply;
pub(super) use check::check;
pub use rows::{ImportOrder, ImportOrderRows, ImportOrderRowsPage, import_order_rows};

/// What a column of orders may be about.
const FIELDS: &[ImportField] = &[
    ImportField::OrderRef,
    ImportField::CustomerName,
    ImportField::Email,
    ImportField::Phone,
    ImportField::Sku,
    ImportField::Barcode,
    ImportField::Quantity,
    ImportField::Location,
    ImportField::Priority,
    ImportField::Fulfilment,
    ImportField::Address,
    ImportField::PromisedOn,
    ImportField::Note,
];

/// What columns are called.
pub(super) const USUAL: Layout = &[
    ("order", ImportField::OrderRef),
    ("order number", ImportField::OrderRef),
    ("order no", ImportField::OrderRef),
    ("order id", ImportField::OrderRef),
    ("reference", ImportField::OrderRef),
    ("ref", ImportField::OrderRef),
    ("customer", ImportField::CustomerName),
    ("customer name", ImportField::CustomerName),
    ("name", ImportField::CustomerName),
    ("buyer", ImportField::CustomerName),
    ("e-mail", ImportField::Email),
    ("email", ImportField::Email),
    ("email address", ImportField::Email),
    ("customer email", ImportField::Email),
    ("phone", ImportField::Phone),
    ("telephone", ImportField::Phone),
    ("sku", ImportField::Sku),
    ("item number", ImportField::Sku),
    ("item no", ImportField::Sku),
    ("article number", ImportField::Sku),
    ("product code", ImportField::Sku),
    ("code", ImportField::Sku),
    ("barcode", ImportField::Barcode),
    ("ean", ImportField::Barcode),
    ("gtin", ImportField::Barcode),
    ("upc", ImportField::Barcode),
    ("quantity", ImportField::Quantity),
    ("qty", ImportField::Quantity),
    ("units", ImportField::Quantity),
    ("pieces", ImportField::Quantity),
    ("location", ImportField::Location),
    ("priority", ImportField::Priority),
    ("fulfilment", ImportField::Fulfilment),
    ("fulfillment", ImportField::Fulfilment),
    ("delivery", ImportField::Fulfilment),
    ("address", ImportField::Address),
    ("delivery address", ImportField::Address),
    ("shipping address", ImportField::Address),
    ("promised on", ImportField::PromisedOn),
    ("promised", ImportField::PromisedOn),
    ("delivery date", ImportField::PromisedOn),
    ("due date", ImportField::PromisedOn),
    ("note", ImportField::Note),
    ("notes", ImportField::Note),
    ("comment", ImportField::Note),
];

crate::response! {
    /// What an import of orders would do.
    pub struct ImportOrders {
        pub placed: i64,
        pub short: i64,
        pub refused: i64,
        /// Of the orders that would be placed.
        pub lines: i64,
        pub units: i64,
        pub total: Money,
    }
}

/// What would be applied.
#[derive(Debug)]
pub struct Plan {
    /// All orders of the file, in the order of their first rows.
    pub orders: Vec<FileOrder>,
    /// Those that every row of can be read.
    pub drafts: Vec<BulkOrder>,
    pub planned: bulk::Plan,
}

/// The rows that are one order.
#[derive(Debug)]
pub struct FileOrder {
    pub order_ref: Box<str>,
    pub customer: Box<str>,
    /// The line in the file of its first row.
    pub line: u32,
    /// By their place among the rows.
    pub rows: Vec<u32>,
    pub units: i64,
    /// By its place among the drafts.
    pub draft: Option<u32>,
    /// Why it cannot be taken.
    pub problems: Vec<Box<str>>,
}

impl Plan {
    pub fn is_empty(&self) -> bool {
        self.planned.orders.iter().all(Result::is_err)
    }

    pub fn told(&self, books: &Snapshot<'_>) -> ImportOrders {
        ImportOrders {
            placed: self.planned.count(BulkResult::Placed),
            short: self.planned.count(BulkResult::Short),
            refused: self.refused(),
            lines: self.planned.placed().map(|planned| planned.lines.len() as i64).sum(),
            units: self.planned.placed().map(bulk::Planned::units).sum(),
            total: books.money(crate::kernel::Minor(self.planned.placed().map(|planned| planned.total().0).sum())),
        }
    }

    fn refused(&self) -> i64 {
        self.orders.iter().filter(|order| self.result(order) == BulkResult::Refused).count() as i64
    }

    fn planned(&self, order: &FileOrder) -> Option<&bulk::Planned> {
        self.planned.orders.get(order.draft? as usize)?.as_ref().ok()
    }

    fn result(&self, order: &FileOrder) -> BulkResult {
        match self.planned(order) {
            None => BulkResult::Refused,
            Some(planned) if planned.short.is_empty() => BulkResult::Placed,
            Some(_) => BulkResult::Short,
        }
    }
}

/// The columns, and the location of lines that name none.
pub(super) fn parse(books: &Snapshot<'_>, sheet: &Sheet, mapping: &Mapping) -> Result<(Mapped, LocationId), Failure> {
    let mut fields = Fields::default();
    let mapped = Mapped::parse(sheet, mapping, FIELDS, &[], &mut fields);
    if !mapped.has(ImportField::Sku) && !mapped.has(ImportField::Barcode) {
        fields.add("mapping.columns.sku", Problem::Required, None);
    }
    if !mapped.has(ImportField::Quantity) {
        fields.add("mapping.columns.quantity", Problem::Required, None);
    }
    let location_id = match location_or_default(books, mapping.location_id) {
        Ok(id) => id,
        Err(Failure::Refused(refusal)) if matches!(*refusal, Refusal::NotFound { .. } | Refusal::Archived { .. }) => {
            fields.add("mapping.locationId", Problem::UnknownValue, None);
            books.rules.selling_location_id
        }
        Err(failure) => return Err(failure),
    };
    fields.finish()?;
    Ok((mapped, location_id))
}

pub(super) fn warnings(has: impl Fn(ImportField) -> bool) -> Vec<&'static str> {
    let mut warnings = Vec::new();
    if !has(ImportField::Sku) && !has(ImportField::Barcode) {
        warnings.push("No column is known to be the SKU or barcode.");
    }
    if !has(ImportField::OrderRef) {
        warnings.push("No column is known to name the order, so that each row is an order of its own.");
    }
    warnings
}
