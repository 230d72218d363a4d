//! What becomes of each row, a page at a time, and the refused ones as a file.

use super::cells::cell;
use super::check::Checked;
use super::file::{Record, Sheet};
use super::lines::Line;
use super::staged::Imports;
use crate::db::Snapshot;
use crate::kernel::Watch;
use crate::kernel::{Delimiter, Failure, ImportField, ImportRowFilter, MAX_PAGE, Problem, Refusal, RowResult};
use crate::reports::{Target, Written};
use std::path::Path;

crate::strict_request! {
    pub struct ImportRows {
        pub import_id: String,
        pub filter: Option<ImportRowFilter>,
        /// From 0, among the rows of the filter.
        pub from: i64,
        pub limit: i64,
    }
    pub struct ImportRefusedSave {
        pub import_id: String,
        /// The token of a path that the person chose.
        pub destination: String,
    }
}
crate::response! {
    pub struct ImportCell {
        pub field: ImportField,
        /// As it stands in the file, or as a person mended it.
        pub text: String,
        /// What the store has, where the cell changes it.
        pub before: Option<String>,
        pub problem: Option<Problem>,
        pub message: Option<String>,
    }
    pub struct ImportRow {
        /// The line in the file.
        pub row: i64,
        pub result: RowResult,
        /// It was archived and comes back.
        pub restored: bool,
        pub sku: String,
        pub name: String,
        /// The mapped columns, in the order of the file.
        pub cells: Vec<ImportCell>,
        /// What is to be said of the row as a whole.
        pub why: Option<String>,
    }
    pub struct ImportRowsPage {
        pub total: i64,
        pub rows: Vec<ImportRow>,
    }
    pub struct ImportRefusedSaved {
        /// Refused rows; the rows beside them that say to which product they belong are not counted.
        pub rows: i64,
        pub file_name: String,
    }
}

pub fn import_rows(imports: &Imports, _: &Snapshot<'_>, request: ImportRows) -> Result<ImportRowsPage, Failure> {
    let (sheet, checked) = imports.find(&request.import_id)?.checked()?;
    let from = usize::try_from(request.from).map_err(|_| Refusal::field("from", Problem::TooSmall, Some(0)))?;
    let limit = usize::try_from(request.limit.clamp(1, MAX_PAGE)).unwrap_or(1);
    let filter = request.filter.unwrap_or(ImportRowFilter::All);
    let of = |wanted: RowResult| move |line: &Line| line.result == wanted;
    let told = &checked.counts;
    let numbers = |keep: &dyn Fn(&Line) -> bool, from: usize, limit: usize| -> Vec<usize> {
        let kept = checked.lines.iter().enumerate().filter(|(_, line)| keep(line));
        kept.map(|(number, _)| number).skip(from).take(limit).collect()
    };
    let (total, page) = match filter {
        ImportRowFilter::All => (checked.lines.len() as i64, numbers(&|_| true, from, limit)),
        ImportRowFilter::Added => (told.added, numbers(&of(RowResult::Added), from, limit)),
        ImportRowFilter::Changed => (told.changed, numbers(&of(RowResult::Changed), from, limit)),
        ImportRowFilter::Unchanged => (told.unchanged, numbers(&of(RowResult::Unchanged), from, limit)),
        ImportRowFilter::Refused => (told.refused, numbers(&of(RowResult::Refused), from, limit)),
        ImportRowFilter::Short => (told.short, numbers(&of(RowResult::Short), from, limit)),
        ImportRowFilter::RefusedFirst => {
            let mut page = numbers(&stays_out, from, limit);
            let out = usize::try_from(told.refused + told.short).unwrap_or(0);
            let rest = limit - page.len();
            page.extend(numbers(&|line| !stays_out(line), from.saturating_sub(out), rest));
            (checked.lines.len() as i64, page)
        }
    };
    let mut record = Record::default();
    let rows = page.into_iter().map(|number| row(&sheet, &checked, number, &mut record)).collect::<Result<_, _>>()?;
    Ok(ImportRowsPage { total, rows })
}

/// A row that does not go in as it is.
fn stays_out(line: &Line) -> bool {
    matches!(line.result, RowResult::Refused | RowResult::Short)
}

fn row(sheet: &Sheet, checked: &Checked, number: usize, record: &mut Record) -> Result<ImportRow, Failure> {
    sheet.record(number, record)?;
    let line = &checked.lines[number];
    let mut cells: Vec<ImportCell> = Vec::new();
    for (field, column) in checked.mapped.fields() {
        let first = !cells.iter().any(|cell| cell.field == field);
        let text = match first {
            true => cell(&checked.mapped, record, &checked.fixes, record.at.line, field),
            false => record.cell(column),
        };
        let noted = line.noted.iter().find(|noted| first && noted.field == field);
        cells.push(ImportCell {
            field,
            text: text.unwrap_or_default().trim().to_owned(),
            before: noted.and_then(|noted| noted.before.as_deref()).map(str::to_owned),
            problem: noted.and_then(|noted| noted.problem.as_ref()).map(|(problem, _)| *problem),
            message: noted.and_then(|noted| noted.problem.as_ref()).map(|(_, message)| message.to_string()),
        });
    }
    // A problem of a field that no column is mapped to: a name that a new product lacks.
    for noted in &line.noted {
        if let Some((problem, message)) = &noted.problem
            && !cells.iter().any(|cell| cell.field == noted.field)
        {
            cells.push(ImportCell {
                field: noted.field,
                text: String::new(),
                before: None,
                problem: Some(*problem),
                message: Some(message.to_string()),
            });
        }
    }
    Ok(ImportRow {
        row: i64::from(record.at.line),
        result: line.result,
        restored: line.restored,
        sku: line.sku.to_string(),
        name: line.name.to_string(),
        cells,
        why: line.why.as_deref().map(str::to_owned),
    })
}

/// The name of the column that says what is wrong.
const PROBLEM: &str = "Problem";

/// Writes the rows that do not go in as they stand in the file, mended cells mended, with a last column that says why.
pub fn write_refused(
    imports: &Imports,
    request: &ImportRefusedSave,
    place: &Path,
    watch: &dyn Watch,
) -> Result<Written, Failure> {
    let (sheet, checked) = imports.find(&request.import_id)?.checked()?;
    let (target, file) = Target::create(place)?;
    let disk = |error: &csv::Error| match error.kind() {
        csv::ErrorKind::Io(error) => Failure::from(Target::refusal(place, error)),
        _ => Failure::Bug(format!("a row does not write: {error}")),
    };
    let delimiter = match sheet.delimiter {
        Delimiter::Comma => b',',
        Delimiter::Semicolon => b';',
        Delimiter::Tab => b'\t',
        Delimiter::Bar => b'|',
    };
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(&file);
    // A file that was mended before has the column already.
    let width = match sheet.columns.last() {
        Some(last) if last == PROBLEM => sheet.columns.len() - 1,
        Some(_) | None => sheet.columns.len(),
    };
    if sheet.has_header {
        let names = sheet.columns.iter().take(width).map(String::as_str);
        out.write_record(names.chain([PROBLEM])).map_err(|error| disk(&error))?;
    }
    let mut record = Record::default();
    let mut rows = 0;
    for (number, line) in checked.lines.iter().enumerate() {
        let is_refused = stays_out(line);
        let number_here = u32::try_from(number).unwrap_or(u32::MAX);
        if !is_refused && checked.beside.binary_search(&number_here).is_err() {
            continue;
        }
        if watch.is_cancelled() {
            return Err(Refusal::Cancelled { what: "Saving the refused rows".to_owned() }.into());
        }
        sheet.record(number, &mut record)?;
        let mut cells: Vec<&str> = (0..width.max(record.len())).map(|at| record.cell(at).unwrap_or_default()).collect();
        cells.truncate(if record.len() > sheet.columns.len() { record.len() } else { width });
        for (field, column) in checked.mapped.fields() {
            let Some(cell) = cells.get_mut(column) else { continue };
            if !is_refused && matches!(field, ImportField::OnHand | ImportField::StockStamp) {
                // Its units went in with the rest: they are not to go in twice.
                *cell = "";
            } else if let Some(fixed) = checked.fixes.get(&(record.at.line, field)) {
                *cell = fixed;
            }
        }
        let said = if is_refused { problem_of(line) } else { String::new() };
        out.write_record(cells.into_iter().chain([said.as_str()])).map_err(|error| disk(&error))?;
        rows += i64::from(is_refused);
    }
    out.flush().map_err(|error| Failure::from(Target::refusal(place, &error)))?;
    drop(out);
    Written::finish(rows, &file, target, place)
}

/// What is wrong with a row, in one cell.
fn problem_of(line: &Line) -> String {
    let cells = line.noted.iter().filter_map(|noted| {
        let (_, message) = noted.problem.as_ref()?;
        Some(format!("{}: {message}", label(noted.field)))
    });
    line.why.as_deref().map(str::to_owned).into_iter().chain(cells).collect::<Vec<_>>().join("; ")
}

/// How people call a field.
pub(super) fn label(field: ImportField) -> &'static str {
    match field {
        ImportField::Sku => "SKU",
        ImportField::Barcode => "barcode",
        ImportField::Name => "name",
        ImportField::Description => "description",
        ImportField::Category => "category",
        ImportField::BasePrice => "base price",
        ImportField::PriceAdjustment => "price adjustment",
        ImportField::VariantPrice => "price",
        ImportField::Unit => "unit",
        ImportField::ReorderLevel => "reorder level",
        ImportField::OnHand => "on hand",
        ImportField::StockStamp => "stock stamp",
        ImportField::UnitCost => "unit cost",
        ImportField::AttributeName1 | ImportField::AttributeName2 | ImportField::AttributeName3 => "attribute name",
        ImportField::AttributeValue1 | ImportField::AttributeValue2 | ImportField::AttributeValue3 => "attribute",
        ImportField::MoreAttributes => "more attributes",
        ImportField::Handle => "handle",
        ImportField::ParentSku => "parent",
        ImportField::RowType => "type",
        ImportField::Archived => "archived",
        ImportField::CustomerName => "customer",
        ImportField::Email => "e-mail",
        ImportField::Phone => "phone",
        ImportField::Tier => "tier",
        ImportField::Note => "note",
        ImportField::OrderRef => "order",
        ImportField::Quantity => "quantity",
        ImportField::Priority => "priority",
        ImportField::Fulfilment => "fulfilment",
        ImportField::Address => "address",
        ImportField::PromisedOn => "promised on",
        ImportField::Location => "location",
    }
}
