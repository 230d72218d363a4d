//! The rows of a file of orders as values.

use crate::catalog::FULL_NAME;
use crate::db::Snapshot;
use crate::imports::cells::{Fixes, Problems, cell, shown};
use crate::imports::file::Record;
use crate::imports::mapping::Mapped;
use crate::kernel::text::{MAX_CODE, MAX_NAME, MAX_NOTE, fold};
use crate::kernel::{Day, Failure, Fulfilment, ImportField, LocationId, MAX_QUANTITY, Priority, Problem, VariantId};
use std::collections::HashMap;
use std::sync::Arc;

/// What one cell says of the whole order; None where it is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub customer: Option<Box<str>>,
    pub email: Option<Box<str>>,
    pub phone: Option<Box<str>>,
    pub priority: Option<Priority>,
    pub fulfilment: Option<Fulfilment>,
    pub address: Option<Box<str>>,
    pub promised_on: Option<Day>,
    pub note: Option<Box<str>>,
}

/// A variant as a line names it.
#[derive(Debug)]
pub struct Named {
    pub id: VariantId,
    pub sku: Box<str>,
    pub name: Box<str>,
    pub active: bool,
}

/// One row: a line of an order, with what it says of the order.
#[derive(Debug)]
pub struct Row {
    pub line: u32,
    pub order_ref: Option<Box<str>>,
    /// As the file has it, where nothing has this code.
    pub code: Box<str>,
    pub variant: Option<Arc<Named>>,
    pub quantity: Option<i64>,
    pub location_id: LocationId,
    pub head: Head,
    pub problems: Problems,
}

/// What rows are read with; what many of them name is looked up once.
pub struct Reader<'b, 'c> {
    books: &'b Snapshot<'c>,
    mapped: &'b Mapped,
    fixes: &'b Fixes,
    location_id: LocationId,
    locations: Vec<(LocationId, String, String)>,
    by_sku: HashMap<String, Option<Arc<Named>>>,
    by_barcode: HashMap<String, Option<Arc<Named>>>,
}

impl<'b, 'c> Reader<'b, 'c> {
    pub fn new(
        books: &'b Snapshot<'c>,
        mapped: &'b Mapped,
        fixes: &'b Fixes,
        location_id: LocationId,
    ) -> Result<Reader<'b, 'c>, Failure> {
        let locations = books.rows(
            "SELECT id, name, name_folded FROM location WHERE archived_at IS NULL ORDER BY name_folded",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let (by_sku, by_barcode) = (HashMap::new(), HashMap::new());
        Ok(Reader { books, mapped, fixes, location_id, locations, by_sku, by_barcode })
    }

    pub fn row(&mut self, record: &Record) -> Result<Row, Failure> {
        let line = record.at.line;
        let (mapped, fixes) = (self.mapped, self.fixes);
        let filled = |field| cell(mapped, record, fixes, line, field).filter(|text| !text.is_empty());
        let mut row = Row {
            line,
            order_ref: None,
            code: "".into(),
            variant: None,
            quantity: None,
            location_id: self.location_id,
            head: Head::default(),
            problems: Problems::of_width(mapped, record),
        };
        if row.problems.why.is_some() {
            return Ok(row);
        }
        let problems = &mut row.problems;
        let mut text = |field, limit| filled(field).and_then(|text| problems.line(field, text, limit));
        row.order_ref = text(ImportField::OrderRef, MAX_NAME);
        row.head.customer = text(ImportField::CustomerName, MAX_NAME);
        row.head.email = text(ImportField::Email, MAX_NAME);
        row.head.phone = text(ImportField::Phone, MAX_NAME);
        row.head.address =
            filled(ImportField::Address).and_then(|text| problems.text(ImportField::Address, text, MAX_NOTE));
        row.head.note = filled(ImportField::Note).and_then(|text| problems.text(ImportField::Note, text, MAX_NOTE));
        if row.head.email.as_ref().is_some_and(|email| !email.contains('@')) {
            problems.refuse(ImportField::Email, Problem::Malformed, "is no e-mail address");
        }
        row.head.priority = filled(ImportField::Priority).and_then(|text| {
            word(problems, ImportField::Priority, text, Priority::parse(text), Priority::ALL.iter().copied())
        });
        row.head.fulfilment = filled(ImportField::Fulfilment).and_then(|text| {
            let known = Fulfilment::parse(text);
            word(problems, ImportField::Fulfilment, text, known, Fulfilment::ALL.iter().copied())
        });
        row.head.promised_on = filled(ImportField::PromisedOn).and_then(|text| {
            let day = text.parse::<Day>().ok();
            if day.is_none() {
                let message = format!("\"{}\" is not a day; write it like 2026-11-30", shown(text));
                problems.refuse(ImportField::PromisedOn, Problem::Malformed, message);
            }
            day
        });
        match filled(ImportField::Quantity) {
            Some(text) => row.quantity = problems.units(ImportField::Quantity, text, 1, MAX_QUANTITY),
            None => problems.refuse(ImportField::Quantity, Problem::Required, "is required"),
        }
        if let Some(name) = filled(ImportField::Location) {
            self.location(&mut row, name);
        }
        self.variant(&mut row, filled(ImportField::Sku), filled(ImportField::Barcode))?;
        Ok(row)
    }

    fn location(&self, row: &mut Row, name: &str) {
        let folded = fold(name);
        match self.locations.iter().find(|(_, _, known)| *known == folded) {
            Some((id, _, _)) => row.location_id = *id,
            None => {
                let names: Vec<&str> = self.locations.iter().map(|(_, name, _)| name.as_str()).collect();
                let message = format!("must be one of {}", names.join(", "));
                row.problems.refuse(ImportField::Location, Problem::UnknownValue, message);
            }
        }
    }

    /// By SKU, or by barcode where the row has none.
    fn variant(&mut self, row: &mut Row, sku: Option<&str>, barcode: Option<&str>) -> Result<(), Failure> {
        let (field, text) = match (sku, barcode) {
            (Some(sku), _) => (ImportField::Sku, sku),
            (None, Some(barcode)) => (ImportField::Barcode, barcode),
            (None, None) => {
                let field = if self.mapped.has(ImportField::Sku) { ImportField::Sku } else { ImportField::Barcode };
                row.problems.refuse(field, Problem::Required, "is required: it says what is ordered");
                return Ok(());
            }
        };
        let Some(code) = row.problems.line(field, text, MAX_CODE) else { return Ok(()) };
        let found = match field {
            ImportField::Barcode => {
                const BY_CODE: &str = "variant.id = (SELECT variant_id FROM barcode WHERE code = ?1 AND active = 1)";
                look_up(self.books, &mut self.by_barcode, BY_CODE, code.to_string())?
            }
            _ => look_up(self.books, &mut self.by_sku, "variant.sku_folded = ?1", fold(&code))?,
        };
        match found {
            Some(named) if named.active => row.variant = Some(named),
            Some(named) => {
                let message = format!("is archived ({}): it is not sold any more", named.name);
                row.problems.refuse(field, Problem::NotAllowed, message);
                row.variant = Some(named);
            }
            None => row.problems.refuse(field, Problem::UnknownValue, format!("is not in the store: {}", shown(&code))),
        }
        row.code = code;
        Ok(())
    }
}

fn look_up(
    books: &Snapshot<'_>,
    known: &mut HashMap<String, Option<Arc<Named>>>,
    condition: &str,
    key: String,
) -> Result<Option<Arc<Named>>, Failure> {
    if let Some(found) = known.get(&key) {
        return Ok(found.clone());
    }
    let found = books.find(
        &format!(
            "SELECT variant.id, variant.sku, {FULL_NAME}, variant.active
             FROM variant
             JOIN product ON product.id = variant.product_id
             WHERE {condition}"
        ),
        [&key],
        |row| {
            let text = |column| -> rusqlite::Result<Box<str>> { Ok(row.get_ref(column)?.as_str()?.into()) };
            Ok(Arc::new(Named { id: row.get(0)?, sku: text(1)?, name: text(2)?, active: row.get(3)? }))
        },
    )?;
    known.insert(key, found.clone());
    Ok(found)
}

/// One of a closed list of words.
fn word<W: std::fmt::Display>(
    problems: &mut Problems,
    field: ImportField,
    text: &str,
    found: Option<W>,
    known: impl Iterator<Item = W>,
) -> Option<W> {
    if found.is_none() {
        let known: Vec<String> = known.map(|word| word.to_string()).collect();
        let message = format!("\"{}\" is none of {}", shown(text), known.join(", "));
        problems.refuse(field, Problem::UnknownValue, message);
    }
    found
}
