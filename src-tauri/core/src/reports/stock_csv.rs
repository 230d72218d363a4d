//! The stock list as CSV: exactly what a filter and sort show, in that order, and the columns that are asked for.

use super::guard::guarded;
use super::orders_csv::BUFFER;
use super::target::{Target, Written};
use crate::db::Snapshot;
use crate::kernel::Watch;
use crate::kernel::{Cursor, Failure, Refusal, StockColumn};
use crate::stock::{
    Ranking, StockMark, StockRow, StockSelection, StockSort, StockSummary, StockSummaryGet, stock_page, stock_summary,
};
use std::fs::File;
use std::path::Path;

/// Rows that are read at once.
const PAGE: i64 = 5_000;

/// Every row of a selection, a page at a time, at the moment of the snapshot.
pub(super) fn each_page(
    books: &Snapshot<'_>,
    selection: &StockSelection,
    sort: StockSort,
    total: i64,
    watch: &dyn Watch,
    mut take: impl FnMut(&[StockRow]) -> Result<(), Failure>,
) -> Result<i64, Failure> {
    let ranking = Ranking::default();
    let mut after = None;
    let mut done = 0;
    loop {
        watch.progress(done, total);
        if watch.is_cancelled() {
            return Err(Refusal::Cancelled { what: "The export".to_owned() }.into());
        }
        let page = stock_page(&ranking, books, selection, sort, after, PAGE)?;
        take(&page.rows)?;
        done += page.rows.len() as i64;
        after = match page.next {
            Some(next) => Cursor::parse(Some(&next))?,
            None => break,
        };
    }
    Ok(done)
}

/// A CSV file that is being written beside its place.
pub(super) struct Sheet<'p> {
    place: &'p Path,
    target: Target,
    out: csv::Writer<File>,
}

impl<'p> Sheet<'p> {
    pub fn create(place: &'p Path) -> Result<Sheet<'p>, Failure> {
        let (target, file) = Target::create(place)?;
        let out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).buffer_capacity(BUFFER).from_writer(file);
        Ok(Sheet { place, target, out })
    }

    pub fn write<Cell: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<(), Failure> {
        self.out.write_record(cells).map_err(|error| match error.kind() {
            csv::ErrorKind::Io(error) => Failure::from(Target::refusal(self.place, error)),
            _ => Failure::Bug(format!("a row does not write: {error}")),
        })
    }

    pub fn finish(self, rows: i64) -> Result<Written, Failure> {
        let refusal = |error: &std::io::Error| Failure::from(Target::refusal(self.place, error));
        let file = self.out.into_inner().map_err(|error| refusal(error.error()))?;
        Written::finish(rows, &file, self.target, self.place)
    }
}

/// Writes the file beside its place.
pub fn write_stock(
    books: &Snapshot<'_>,
    filter: &StockSummaryGet,
    sort: StockSort,
    columns: &[StockColumn],
    place: &Path,
    watch: &dyn Watch,
) -> Result<Written, Failure> {
    let StockSummary { variants, .. } = stock_summary(books, filter.clone())?;
    let mut sheet = Sheet::create(place)?;
    sheet.write(columns.iter().map(|column| title(*column)))?;
    let rows = each_page(books, &filter.selection(), sort, variants, watch, |rows| {
        for row in rows {
            sheet.write(columns.iter().map(|column| cell(row, *column)))?;
        }
        Ok(())
    })?;
    watch.progress(rows, variants.max(rows));
    sheet.finish(rows)
}

fn title(column: StockColumn) -> &'static str {
    match column {
        StockColumn::Product => "Name",
        StockColumn::Sku => "SKU",
        StockColumn::Label => "Variant",
        StockColumn::Category => "Category",
        StockColumn::OnHand => "On hand",
        StockColumn::Reserved => "Reserved",
        StockColumn::Available => "Available",
        StockColumn::Mark => "Status",
        StockColumn::LowMark => "Reorder level",
        StockColumn::Price => "Price",
        StockColumn::LastCost => "Last cost",
        StockColumn::Unit => "Unit",
    }
}

fn cell(row: &StockRow, column: StockColumn) -> String {
    match column {
        StockColumn::Product => guarded(&row.name).into_owned(),
        StockColumn::Sku => guarded(&row.sku).into_owned(),
        StockColumn::Label => guarded(&row.label).into_owned(),
        StockColumn::Category => guarded(&path_text(&row.category_path)).into_owned(),
        StockColumn::OnHand => row.on_hand.to_string(),
        StockColumn::Reserved => row.reserved.to_string(),
        StockColumn::Available => row.available.to_string(),
        StockColumn::Mark => mark(row.mark).to_owned(),
        StockColumn::LowMark => row.reorder_level_here.to_string(),
        StockColumn::Price => row.price.to_string(),
        StockColumn::LastCost => row.last_cost.map(|cost| cost.to_string()).unwrap_or_default(),
        StockColumn::Unit => guarded(&row.unit).into_owned(),
    }
}

fn mark(mark: StockMark) -> &'static str {
    match mark {
        StockMark::None => "",
        StockMark::Low => "low",
        StockMark::Out => "out",
        StockMark::AllHeld => "all held",
    }
}

/// A category's path; a `>` that is a letter of a name has a `\` in front.
pub(super) fn path_text(path: &[String]) -> String {
    let names: Vec<String> = path.iter().map(|name| name.replace('\\', r"\\").replace('>', r"\>")).collect();
    names.join(" > ")
}
