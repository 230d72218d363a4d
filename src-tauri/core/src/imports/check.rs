//! The dry run: every row held against the store, and what would become of it. What a row is, its kind knows.

use super::cells::Fixes;
use super::file::Sheet;
use super::lines::{Counts, Judged, Line};
use super::mapping::{Mapped, Mapping};
use super::orders::ImportOrders;
use super::products::ImportGoods;
use super::{customers, orders, products};
use crate::db::Snapshot;
use crate::kernel::Watch;
use crate::kernel::{Failure, ImportKind};

crate::response! {
    /// What an import would do. Nothing is changed by it.
    pub struct ImportCheck {
        pub import_id: String,
        pub kind: ImportKind,
        /// Rows: variants, customers or lines of orders.
        pub added: i64,
        pub changed: i64,
        pub unchanged: i64,
        pub refused: i64,
        /// Lines of orders that ask for more than there is.
        pub short: i64,
        /// Rows whose archived variant comes back; they count as changed too.
        pub restored: i64,
        /// Cells that cannot be taken.
        pub cells: i64,
        /// Of a file of products alone.
        pub goods: Option<ImportGoods>,
        /// Of a file of orders alone.
        pub orders: Option<ImportOrders>,
    }
}

/// A dry run's outcome: what is shown, and what would be applied.
#[derive(Debug)]
pub struct Checked {
    pub mapping: Mapping,
    pub mapped: Mapped,
    pub fixes: Fixes,
    pub lines: Vec<Line>,
    /// Rows that go in and say what refused ones belong to, by their place.
    pub beside: Vec<u32>,
    pub counts: Counts,
    pub plan: Plan,
}

/// What would be applied.
#[derive(Debug)]
pub enum Plan {
    Products(products::Plan),
    Customers(customers::Plan),
    Orders(orders::Plan),
}

impl Checked {
    pub fn answer(&self, books: &Snapshot<'_>, import_id: &str) -> ImportCheck {
        let counts = &self.counts;
        let (goods, orders) = match &self.plan {
            Plan::Products(plan) => (Some(plan.told(books)), None),
            Plan::Customers(_) => (None, None),
            Plan::Orders(plan) => (None, Some(plan.told(books))),
        };
        ImportCheck {
            import_id: import_id.to_owned(),
            kind: self.mapping.kind(),
            added: counts.added,
            changed: counts.changed,
            unchanged: counts.unchanged,
            refused: counts.refused,
            short: counts.short,
            restored: counts.restored,
            cells: counts.cells,
            goods,
            orders,
        }
    }

    /// Does nothing of it change the store?
    pub fn is_empty(&self) -> bool {
        match &self.plan {
            Plan::Products(plan) => plan.products.is_empty(),
            Plan::Customers(plan) => plan.customers.is_empty(),
            Plan::Orders(plan) => plan.is_empty(),
        }
    }
}

pub fn check(
    books: &Snapshot<'_>,
    sheet: &Sheet,
    mapping: Mapping,
    fixes: Fixes,
    watch: &dyn Watch,
) -> Result<Checked, Failure> {
    let (mapped, lines, beside, plan) = match mapping.kind() {
        ImportKind::Products => {
            let goods = products::columns::parse(books, sheet, &mapping)?;
            let mapped = (*goods).clone();
            let Judged { lines, beside, plan } = products::check(books, sheet, goods, &fixes, watch)?;
            (mapped, lines, beside, Plan::Products(plan))
        }
        ImportKind::Customers => {
            let mapped = customers::parse(sheet, &mapping)?;
            let Judged { lines, beside, plan } = customers::check(books, sheet, &mapped, &fixes, watch)?;
            (mapped, lines, beside, Plan::Customers(plan))
        }
        ImportKind::Orders => {
            let (mapped, location_id) = orders::parse(books, sheet, &mapping)?;
            let Judged { lines, beside, plan } = orders::check(books, sheet, &mapped, location_id, &fixes, watch)?;
            (mapped, lines, beside, Plan::Orders(plan))
        }
    };
    let counts = Counts::of(&lines);
    Ok(Checked { mapping, mapped, fixes, lines, beside, counts, plan })
}
