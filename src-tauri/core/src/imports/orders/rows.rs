//! What becomes of each order of a file, a page at a time.

use super::{FileOrder, Plan};
use crate::db::Snapshot;
use crate::imports::check::Plan as AnyPlan;
use crate::imports::staged::Imports;
use crate::kernel::{BulkResult, BulkShortLine, Failure, ImportOrderFilter, MAX_PAGE, Money, Problem, Refusal};

crate::strict_request! {
    pub struct ImportOrderRows {
        pub import_id: String,
        pub filter: Option<ImportOrderFilter>,
        /// From 0, among the orders of the filter.
        pub from: i64,
        pub limit: i64,
    }
}
crate::response! {
    pub struct ImportOrder {
        /// As the file has it; empty where the row is an order of its own.
        pub order_ref: String,
        /// The line in the file of its first row.
        pub row: i64,
        pub result: BulkResult,
        /// As the order would keep it.
        pub customer: String,
        pub lines: i64,
        pub units: i64,
        /// Null where it cannot be worked out.
        pub total: Option<Money>,
        /// The lines that ask for more than there is when their turn comes.
        pub short: Vec<BulkShortLine>,
        /// Why it cannot be taken.
        pub problems: Vec<String>,
    }
    pub struct ImportOrderRowsPage {
        pub total: i64,
        pub rows: Vec<ImportOrder>,
    }
}

pub fn import_order_rows(
    imports: &Imports,
    books: &Snapshot<'_>,
    request: ImportOrderRows,
) -> Result<ImportOrderRowsPage, Failure> {
    let (_, checked) = imports.find(&request.import_id)?.checked()?;
    let AnyPlan::Orders(plan) = &checked.plan else {
        return Err(Refusal::field("importId", Problem::NotAllowed, None).into());
    };
    let from = usize::try_from(request.from).map_err(|_| Refusal::field("from", Problem::TooSmall, Some(0)))?;
    let limit = usize::try_from(request.limit.clamp(1, MAX_PAGE)).unwrap_or(1);
    let of = |keep: &dyn Fn(BulkResult) -> bool| -> Vec<usize> {
        let kept = plan.orders.iter().enumerate().filter(|(_, order)| keep(plan.result(order)));
        kept.map(|(index, _)| index).collect()
    };
    let numbers = match request.filter.unwrap_or(ImportOrderFilter::All) {
        ImportOrderFilter::All => of(&|_| true),
        ImportOrderFilter::Placed => of(&|result| result == BulkResult::Placed),
        ImportOrderFilter::Short => of(&|result| result == BulkResult::Short),
        ImportOrderFilter::Refused => of(&|result| result == BulkResult::Refused),
        ImportOrderFilter::NotPlacedFirst => {
            let mut numbers = of(&|result| result != BulkResult::Placed);
            numbers.extend(of(&|result| result == BulkResult::Placed));
            numbers
        }
    };
    let rows = numbers.iter().skip(from).take(limit).map(|index| told(books, plan, *index, &plan.orders[*index]));
    Ok(ImportOrderRowsPage { total: numbers.len() as i64, rows: rows.collect() })
}

fn told(books: &Snapshot<'_>, plan: &Plan, index: usize, order: &FileOrder) -> ImportOrder {
    let planned = plan.planned(order);
    ImportOrder {
        order_ref: order.order_ref.to_string(),
        row: i64::from(order.line),
        result: plan.result(order),
        customer: order.customer.to_string(),
        lines: order.rows.len() as i64,
        units: order.units,
        total: planned.map(|planned| books.money(planned.total())),
        short: planned.map(|planned| planned.short_lines(index)).unwrap_or_default(),
        problems: order.problems.iter().map(|problem| problem.to_string()).collect(),
    }
}
