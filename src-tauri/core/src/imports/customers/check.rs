//! The dry run of a file of customers.

use super::{CustomerDraft, CustomerState, Plan, Tier};
use crate::db::Snapshot;
use crate::imports::cells::{Fixes, Problems, cell, each_row, look};
use crate::imports::file::{Record, Sheet};
use crate::imports::lines::{Judged, Line, Noted};
use crate::imports::mapping::Mapped;
use crate::kernel::Watch;
use crate::kernel::text::{MAX_NAME, MAX_NOTE, fold};
use crate::kernel::{CustomerId, Failure, ImportField, Problem, RowResult, Series, TierId};
use rusqlite::Row as Fetched;
use std::collections::HashMap;

/// A row's values. What is not mapped is None; name and e-mail also where they are empty.
struct Row {
    line: u32,
    name: Option<Box<str>>,
    email: Option<Box<str>>,
    phone: Option<Box<str>>,
    tier: Option<Option<TierId>>,
    note: Option<Box<str>>,
    problems: Problems,
}

pub fn check(
    books: &Snapshot<'_>,
    sheet: &Sheet,
    mapped: &Mapped,
    fixes: &Fixes,
    watch: &dyn Watch,
) -> Result<Judged<Plan>, Failure> {
    let tiers = tiers(books)?;
    let mut rows = each_row(sheet, watch, |record| row(mapped, fixes, &tiers, record))?;
    refuse_duplicates(&mut rows);
    let series = Series::default();
    let (mut lines, mut customers) = (Vec::with_capacity(rows.len()), Vec::new());
    let total = rows.len();
    for (number, mut row) in rows.into_iter().enumerate() {
        look(watch, total + number, 2 * total)?;
        let draft = if row.problems.is_refused() { None } else { draft(books, &mut row, &series)? };
        let Some(draft) = draft.filter(|_| !row.problems.is_refused()) else {
            let name = row.name.or(row.email).unwrap_or_default();
            lines.push(Line::refused(&row.problems, "".into(), name));
            continue;
        };
        lines.push(told(&tiers, &row, &draft));
        if draft.old.as_ref().map(|(old, _)| old) != Some(&draft.new) {
            customers.push(draft);
        }
    }
    watch.progress(2 * total as i64, 2 * total as i64);
    Ok(Judged { lines, beside: Vec::new(), plan: Plan { customers, tiers } })
}

fn tiers(books: &Snapshot<'_>) -> Result<Vec<Tier>, Failure> {
    books.rows(
        "SELECT id, name, name_folded, is_default, archived_at IS NOT NULL FROM tier ORDER BY rank, row_no",
        [],
        |row| {
            Ok(Tier {
                id: row.get(0)?,
                name: row.get(1)?,
                folded: row.get(2)?,
                is_default: row.get(3)?,
                archived: row.get(4)?,
            })
        },
    )
}

fn row(mapped: &Mapped, fixes: &Fixes, tiers: &[Tier], record: &Record) -> Row {
    let line = record.at.line;
    let get = |field| cell(mapped, record, fixes, line, field);
    let mut problems = Problems::of_width(mapped, record);
    let mut row =
        Row { line, name: None, email: None, phone: None, tier: None, note: None, problems: Problems::default() };
    if problems.why.is_none() {
        let filled = |field| get(field).filter(|text| !text.is_empty());
        row.name =
            filled(ImportField::CustomerName).and_then(|text| problems.line(ImportField::CustomerName, text, MAX_NAME));
        row.email = filled(ImportField::Email).and_then(|text| problems.line(ImportField::Email, text, MAX_NAME));
        if row.email.as_ref().is_some_and(|email| !email.contains('@')) {
            problems.refuse(ImportField::Email, Problem::Malformed, "is no e-mail address");
        }
        row.phone = get(ImportField::Phone).and_then(|text| problems.line(ImportField::Phone, text, MAX_NAME));
        row.note = get(ImportField::Note).and_then(|text| problems.text(ImportField::Note, text, MAX_NOTE));
        row.tier = get(ImportField::Tier).and_then(|text| tier(&mut problems, tiers, text));
        if row.name.is_none() && row.email.is_none() && !problems.is_refused() {
            let field =
                if mapped.has(ImportField::CustomerName) { ImportField::CustomerName } else { ImportField::Email };
            problems.refuse(field, Problem::Required, "is required: customers are known by e-mail or name");
        }
    }
    row.problems = problems;
    row
}

/// The tier that a cell names; an empty one means the default, whichever that is.
fn tier(problems: &mut Problems, tiers: &[Tier], text: &str) -> Option<Option<TierId>> {
    if text.is_empty() {
        return Some(None);
    }
    let folded = fold(text);
    let known = || tiers.iter().filter(|tier| !tier.archived);
    match known().find(|tier| tier.folded == folded) {
        Some(tier) if tier.is_default => Some(None),
        Some(tier) => Some(Some(tier.id)),
        None => {
            let names: Vec<&str> = known().map(|tier| tier.name.as_str()).collect();
            problems.refuse(ImportField::Tier, Problem::UnknownValue, format!("must be one of {}", names.join(", ")));
            None
        }
    }
}

/// Somebody who is in the file twice is taken where they stand first.
fn refuse_duplicates(rows: &mut [Row]) {
    let mut known: HashMap<(bool, String), u32> = HashMap::with_capacity(rows.len());
    for row in rows.iter_mut().filter(|row| !row.problems.is_refused()) {
        let (field, text) = match (&row.email, &row.name) {
            (Some(email), _) => (ImportField::Email, email),
            (None, Some(name)) => (ImportField::CustomerName, name),
            (None, None) => continue,
        };
        let first = *known.entry((field == ImportField::Email, fold(text))).or_insert(row.line);
        if first != row.line {
            row.problems.refuse(field, Problem::Duplicate, format!("is in line {first} too"));
        }
    }
}

type Known = (CustomerId, CustomerState, i64);

/// What the row makes of the customer that it is about; a problem of the row where it is about none that can be told.
fn draft(books: &Snapshot<'_>, row: &mut Row, series: &Series) -> Result<Option<CustomerDraft>, Failure> {
    let known = match (&row.email, &row.name) {
        (Some(email), _) => by_email(books, email)?,
        (None, Some(name)) => {
            let mut named = by_name(books, name)?;
            if named.len() > 1 {
                let message = format!("names {} customers without an e-mail; say which by an e-mail", named.len());
                row.problems.refuse(ImportField::CustomerName, Problem::NotAllowed, message);
                return Ok(None);
            }
            named.pop()
        }
        (None, None) => None,
    };
    let (id, old) = match known {
        Some((id, state, row_version)) => (id, Some((state, row_version))),
        None => (CustomerId::next(series, books.now), None),
    };
    let blank = || CustomerState {
        name: row.email.clone().unwrap_or_default(),
        email: row.email.clone().unwrap_or_default(),
        phone: "".into(),
        tier_id: None,
        note: "".into(),
    };
    let before = old.as_ref().map_or_else(blank, |(state, _)| state.clone());
    let new = CustomerState {
        name: row.name.clone().unwrap_or(before.name),
        email: row.email.clone().unwrap_or(before.email),
        phone: row.phone.clone().unwrap_or(before.phone),
        tier_id: row.tier.unwrap_or(before.tier_id),
        note: row.note.clone().unwrap_or(before.note),
    };
    Ok(Some(CustomerDraft { id, old, new }))
}

const COLUMNS: &str = "id, name, email, phone, tier_id, note, row_version";

fn known(row: &Fetched<'_>) -> rusqlite::Result<Known> {
    let text = |column| -> rusqlite::Result<Box<str>> { Ok(row.get_ref(column)?.as_str()?.into()) };
    let state =
        CustomerState { name: text(1)?, email: text(2)?, phone: text(3)?, tier_id: row.get(4)?, note: text(5)? };
    Ok((row.get(0)?, state, row.get(6)?))
}

fn by_email(books: &Snapshot<'_>, email: &str) -> Result<Option<Known>, Failure> {
    books.find(
        &format!(
            "SELECT {COLUMNS} FROM customer
             WHERE email_folded = ?1 AND email_folded <> '' AND archived_at IS NULL"
        ),
        [fold(email)],
        known,
    )
}

/// Of several the first two: then the name tells nobody.
fn by_name(books: &Snapshot<'_>, name: &str) -> Result<Vec<Known>, Failure> {
    books.rows(
        &format!(
            "SELECT {COLUMNS} FROM customer
             WHERE name_folded = ?1 AND email_folded = '' AND archived_at IS NULL ORDER BY seq LIMIT 2"
        ),
        [fold(name)],
        known,
    )
}

fn told(tiers: &[Tier], row: &Row, draft: &CustomerDraft) -> Line {
    let new = &draft.new;
    let mut noted = Vec::new();
    let mut note = |field: ImportField, before: &str| {
        noted.push(Noted { field, before: Some(before.into()), problem: None });
    };
    let result = match &draft.old {
        None => RowResult::Added,
        Some((old, _)) => {
            if old.name != new.name {
                note(ImportField::CustomerName, &old.name);
            }
            if old.email != new.email {
                note(ImportField::Email, &old.email);
            }
            if old.phone != new.phone {
                note(ImportField::Phone, &old.phone);
            }
            if old.tier_id != new.tier_id {
                note(ImportField::Tier, name_of(tiers, old.tier_id));
            }
            if old.note != new.note {
                note(ImportField::Note, &old.note);
            }
            if noted.is_empty() { RowResult::Unchanged } else { RowResult::Changed }
        }
    };
    debug_assert!(!row.problems.is_refused(), "a refused row is told as refused");
    Line { result, restored: false, sku: "".into(), name: new.name.clone(), noted: noted.into(), why: None }
}

/// What a tier is called; the default one's name where there is none.
pub fn name_of(tiers: &[Tier], id: Option<TierId>) -> &str {
    let found = tiers.iter().find(|tier| id.map_or(tier.is_default, |id| tier.id == id));
    found.map_or("", |tier| tier.name.as_str())
}
