//! The order as it was: each entry of the audit made a version of it, and any two are compared field by field.
//!
//! The entry that an order began with carries it whole; each later one carries, under the same names, what it changed.
//! Lines go by their number: a line that an entry has before but not after is gone. What is an object in itself (a
//! payment, a shipment) tells what happened, and is no field of the order. What no entry had said before is what the
//! first one that changed it says it was: nothing paid, nothing shipped, and whatever older entries left out.

use crate::db::Snapshot;
use crate::kernel::{AuditAction, Failure, Instant, OrderId, Refusal};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The most versions of an order that are listed, the newest.
const MAX_VERSIONS: i64 = 1_000;
/// Fields that follow from others, or say what happened rather than how the order stands.
const NOT_FIELDS: [&str; 4] = ["customerId", "due", "openUnits", "lineNo"];

crate::strict_request! {
    pub struct OrderVersions {
        pub id: OrderId,
    }
    /// Two versions of an order, by the entries of the audit that made them.
    pub struct OrderCompare {
        pub id: OrderId,
        pub from: i64,
        pub to: i64,
    }
}
crate::response! {
    pub struct OrderVersion {
        pub audit_seq: i64,
        pub at: Instant,
        pub action: AuditAction,
        pub staff_name: String,
    }
    pub struct OrderVersionRows {
        /// The newest first.
        pub rows: Vec<OrderVersion>,
    }
    pub struct OrderDifference {
        /// As the audit names it: "status", "note", "quantity".
        pub field: String,
        /// Of which line; null for a field of the order itself.
        pub line_no: Option<i64>,
        /// What that line is of.
        pub sku: Option<String>,
        /// Null where it was not there.
        pub before: Option<String>,
        pub after: Option<String>,
    }
    pub struct OrderDifferences {
        pub rows: Vec<OrderDifference>,
    }
}

pub fn order_versions(books: &Snapshot<'_>, request: OrderVersions) -> Result<OrderVersionRows, Failure> {
    let rows = books.rows(
        "SELECT seq, at, action, actor
         FROM audit_entry
         WHERE object_id = ?1
         ORDER BY seq DESC
         LIMIT ?2",
        (request.id.to_string(), MAX_VERSIONS),
        |row| {
            Ok(OrderVersion { audit_seq: row.get(0)?, at: row.get(1)?, action: row.get(2)?, staff_name: row.get(3)? })
        },
    )?;
    if rows.is_empty() {
        return Err(Refusal::not_found("order", request.id).into());
    }
    Ok(OrderVersionRows { rows })
}

pub fn order_compare(books: &Snapshot<'_>, request: OrderCompare) -> Result<OrderDifferences, Failure> {
    let entries = books.rows(
        "SELECT seq, old_value, new_value
         FROM audit_entry
         WHERE object_id = ?1
         ORDER BY seq",
        [request.id.to_string()],
        |row| {
            let value = |index: usize| -> rusqlite::Result<Value> {
                let text: Option<String> = row.get(index)?;
                Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
            };
            Ok(Told { seq: row.get(0)?, old: Document::of(&value(1)?), new: Document::of(&value(2)?) })
        },
    )?;
    let before = said_before(&entries);
    let at = |seq: i64| -> Result<Document, Refusal> {
        if !entries.iter().any(|entry| entry.seq == seq) {
            return Err(Refusal::not_found("version of the order", seq));
        }
        let mut version = Document { fields: before.fields.clone(), lines: BTreeMap::new() };
        for entry in entries.iter().take_while(|entry| entry.seq <= seq) {
            version.follow(entry, &before);
        }
        Ok(version)
    };
    Ok(OrderDifferences { rows: differences(&at(request.from)?, &at(request.to)?) })
}

/// An entry of the audit, as far as it is about the order's fields.
#[derive(Debug)]
struct Told {
    seq: i64,
    old: Document,
    new: Document,
}

type Named = Map<String, Value>;

/// Fields of an order, and of its lines by their number: all of them, or those that an entry names.
#[derive(Debug, Default)]
struct Document {
    fields: Named,
    lines: BTreeMap<i64, Named>,
}

impl Document {
    fn of(value: &Value) -> Document {
        let named = |value: &Value| -> Named {
            let all = value.as_object().into_iter().flatten();
            all.filter(|(name, value)| is_field(name, value))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect()
        };
        let rows = value.get("lines").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        // Older entries number their lines by their place alone.
        let numbered = (1..)
            .zip(rows)
            .map(|(place, line)| (line.get("lineNo").and_then(Value::as_i64).unwrap_or(place), named(line)));
        Document { fields: named(value), lines: numbered.collect() }
    }

    fn follow(&mut self, entry: &Told, before: &Document) {
        self.fields.extend(entry.new.fields.clone());
        self.lines.retain(|line_no, _| entry.new.lines.contains_key(line_no) || !entry.old.lines.contains_key(line_no));
        for (line_no, changed) in &entry.new.lines {
            let line =
                self.lines.entry(*line_no).or_insert_with(|| before.lines.get(line_no).cloned().unwrap_or_default());
            line.extend(changed.clone());
        }
    }
}

/// What each field was before the first entry that names it, as far as that one says so.
fn said_before(entries: &[Told]) -> Document {
    let (mut before, mut named) = (Document::default(), Document::default());
    for Told { old, new, .. } in entries {
        add_missing(&mut before.fields, &old.fields, &named.fields);
        named.fields.extend(new.fields.clone());
        for (line_no, fields) in &old.lines {
            let nothing = Named::new();
            let known = named.lines.get(line_no).unwrap_or(&nothing);
            add_missing(before.lines.entry(*line_no).or_default(), fields, known);
        }
        for (line_no, fields) in &new.lines {
            named.lines.entry(*line_no).or_default().extend(fields.clone());
        }
    }
    before
}

fn add_missing(to: &mut Named, fields: &Named, but: &Named) {
    for (name, value) in fields.iter().filter(|(name, _)| !but.contains_key(*name)) {
        to.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

fn is_field(name: &str, value: &Value) -> bool {
    !NOT_FIELDS.contains(&name) && !value.is_object() && !value.is_array()
}

fn differences(from: &Document, to: &Document) -> Vec<OrderDifference> {
    let mut rows = between(&from.fields, &to.fields, None, None);
    let numbers: BTreeSet<i64> = from.lines.keys().chain(to.lines.keys()).copied().collect();
    let none = Map::new();
    for line_no in numbers {
        let (before, after) = (from.lines.get(&line_no).unwrap_or(&none), to.lines.get(&line_no).unwrap_or(&none));
        let sku = after.get("sku").or_else(|| before.get("sku")).and_then(said);
        rows.extend(between(before, after, Some(line_no), sku.as_deref()));
    }
    rows
}

fn between(before: &Named, after: &Named, line_no: Option<i64>, sku: Option<&str>) -> Vec<OrderDifference> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let told = |fields: &Named, name: &str| fields.get(name).and_then(said);
    let pairs = names.into_iter().map(|name| (name, told(before, name), told(after, name)));
    pairs
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| OrderDifference {
            field: name.clone(),
            line_no,
            sku: sku.map(str::to_owned),
            before,
            after,
        })
        .collect()
}

/// A value as text. Nothing, and an empty text, are no value.
fn said(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
    }
}
