//! The order as it was: each entry of the audit made a version of it, and any two are compared field by field.
//!
//! The entry that an order began with carries it whole; each later one carries, under the same names, what it changed.
//! Lines go by their number: a line that an entry has before but not after is gone. What is an object in itself (a
//! payment, a shipment) tells what happened, and is no field of the order.

use crate::db::Snapshot;
use crate::kernel::{AuditAction, Failure, Instant, OrderId, Refusal};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The most versions of an order that are listed, the newest.
const MAX_VERSIONS: i64 = 1_000;
/// Fields that follow from others, or say what happened rather than how the order stands.
const NOT_FIELDS: [&str; 5] = ["due", "units", "openUnits", "sku", "lineNo"];

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
         WHERE object_id = ?1 AND seq <= ?2
         ORDER BY seq",
        (request.id.to_string(), request.from.max(request.to)),
        |row| {
            let value = |index: usize| -> rusqlite::Result<Value> {
                let text: Option<String> = row.get(index)?;
                Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
            };
            Ok((row.get::<_, i64>(0)?, value(1)?, value(2)?))
        },
    )?;
    let at = |seq: i64| -> Result<Version, Refusal> {
        if !entries.iter().any(|(entry, _, _)| *entry == seq) {
            return Err(Refusal::not_found("version of the order", seq));
        }
        let mut version = Version::default();
        for (_, old, new) in entries.iter().take_while(|(entry, _, _)| *entry <= seq) {
            version.follow(old, new);
        }
        Ok(version)
    };
    Ok(OrderDifferences { rows: differences(&at(request.from)?, &at(request.to)?) })
}

/// An order as the audit tells it.
#[derive(Debug, Default)]
struct Version {
    fields: Map<String, Value>,
    lines: BTreeMap<i64, Map<String, Value>>,
}

impl Version {
    /// What an entry changed.
    fn follow(&mut self, old: &Value, new: &Value) {
        let lines = |value: &Value| -> BTreeMap<i64, Map<String, Value>> {
            let rows = value.get("lines").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            // Orders of before numbered their lines by their place alone.
            let numbered = (1..).zip(rows).filter_map(|(place, line)| {
                let line = line.as_object()?;
                Some((line.get("lineNo").and_then(Value::as_i64).unwrap_or(place), line.clone()))
            });
            numbered.collect()
        };
        let (before, after) = (lines(old), lines(new));
        self.lines.retain(|line_no, _| after.contains_key(line_no) || !before.contains_key(line_no));
        for (line_no, changed) in after {
            self.lines.entry(line_no).or_default().extend(changed);
        }
        for (name, value) in new.as_object().into_iter().flatten() {
            if is_field(name, value) {
                self.fields.insert(name.clone(), value.clone());
            }
        }
    }
}

fn is_field(name: &str, value: &Value) -> bool {
    !NOT_FIELDS.contains(&name) && !value.is_object() && !value.is_array()
}

fn differences(from: &Version, to: &Version) -> Vec<OrderDifference> {
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

fn between(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    line_no: Option<i64>,
    sku: Option<&str>,
) -> Vec<OrderDifference> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let told =
        |fields: &Map<String, Value>, name: &str| fields.get(name).filter(|value| is_field(name, value)).and_then(said);
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
