//! Reading the audit: filters, a page from the newest down, one entry with its seal.

use super::chain::hex;
use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{AuditAction, Day, Failure, Fields, Instant, Money, Problem, Refusal, RequestId, page_limit};
use rusqlite::{Row, named_params};
use serde_json::Value;
use std::collections::BTreeSet;

/// Where counting stops.
const COUNT_CAP: i64 = 10_000;

crate::request! {
    pub struct AuditFilter {
        pub actor: Option<String>,
        pub actions: Option<Vec<AuditAction>>,
        pub object_type: Option<String>,
        pub object_id: Option<String>,
        /// First and last local day, both inclusive.
        pub from: Option<Day>,
        pub to: Option<Day>,
        /// Part of the object's name, the reason, or the old or new value.
        pub text: Option<String>,
        pub request_id: Option<String>,
    }
    pub struct AuditList {
        pub filter: Option<AuditFilter>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
    pub struct AuditCountGet {
        pub filter: Option<AuditFilter>,
    }
    pub struct AuditFacetsGet {}
}
crate::strict_request! {
    pub struct AuditGet {
        pub seq: i64,
    }
}
/// The few facts that a one-line summary needs; the screen words it.
#[derive(Debug, Clone, Default, serde::Serialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct AuditSummary {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}
crate::response! {
    pub struct AuditRow {
        pub seq: i64,
        pub at: Instant,
        pub actor: String,
        pub action: AuditAction,
        pub object_type: String,
        pub object_id: String,
        /// An order number, a SKU, a name.
        pub object_label: String,
        pub reason: Option<String>,
        pub request_id: Option<RequestId>,
        /// Top-level fields of old and new that differ.
        pub changed_fields: Vec<String>,
        pub summary: AuditSummary,
    }
    pub struct AuditPage {
        pub rows: Vec<AuditRow>,
        pub next: Option<String>,
    }
    pub struct AuditEntry {
        pub row: AuditRow,
        #[ts(type = "unknown")]
        pub old_value: Value,
        #[ts(type = "unknown")]
        pub new_value: Value,
        pub prev_hash: String,
        pub hash: String,
        pub batch_id: Option<String>,
    }
    pub struct AuditCount {
        pub count: i64,
        /// False when counting stopped at its cap of 10,000.
        pub exact: bool,
        pub of_all: i64,
    }
    pub struct AuditFacets {
        pub actors: Vec<String>,
        pub actions: Vec<AuditAction>,
        pub object_types: Vec<String>,
    }
}

const COLUMNS: &str =
    "seq, at, actor, action, object_type, object_id, object_label, reason, request_id, old_value, new_value";

fn conditions(books: &Snapshot<'_>, filter: AuditFilter) -> Result<Conditions, Failure> {
    let mut fields = Fields::default();
    let zone = books.rules.time_zone;
    let mut conditions = Conditions::default();
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && from > to
    {
        fields.add("filter.to", Problem::RangeReversed, None);
    }
    let (from, to) = (filter.from.map(|day| zone.start_of(day)), filter.to.map(|day| zone.end_of(day)));
    if from.is_some() || to.is_some() {
        // Few days are read by their index and sorted; many are met soon enough walking down from the newest.
        let at = if few_between(books, from, to)? { "at" } else { "+at" };
        conditions.and_with(format!("{at} >= :from"), ":from", from.unwrap_or(Instant(i64::MIN)));
        conditions.and_with(format!("{at} < :to"), ":to", to.unwrap_or(Instant(i64::MAX)));
    }
    if let Some(actor) = filter.actor {
        conditions.and_with("actor = :actor", ":actor", actor);
    }
    if let Some(actions) = filter.actions.filter(|actions| !actions.is_empty()) {
        // The words come from a closed list of ours, so they may stand in the statement.
        let words: Vec<String> = actions.iter().map(|action| format!("'{action}'")).collect();
        conditions.and(format!("action IN ({})", words.join(", ")));
    }
    if let Some(object_type) = filter.object_type {
        conditions.and_with("object_type = :object_type", ":object_type", object_type);
    }
    if let Some(object_id) = filter.object_id {
        conditions.and_with("object_id = :object_id", ":object_id", object_id);
    }
    if let Some(request_id) = filter.request_id {
        match RequestId::parse(request_id.trim()) {
            Some(id) => conditions.and_with("request_id = :request_id", ":request_id", id),
            None => fields.add("filter.requestId", Problem::Malformed, None),
        }
    }
    if let Some(text) = filter.text.filter(|text| !text.trim().is_empty()) {
        let text = fields.text("filter.text", &text, MAX_SEARCH);
        conditions.and_with(
            "(fold(object_label) LIKE :text ESCAPE '\\' OR fold(reason) LIKE :text ESCAPE '\\' OR fold(actor) LIKE :text ESCAPE '\\'
              OR fold(old_value) LIKE :text ESCAPE '\\' OR fold(new_value) LIKE :text ESCAPE '\\')",
            ":text",
            contains_pattern(&fold(&text)),
        );
    }
    fields.finish()?;
    Ok(conditions)
}

/// Whether so few entries lie between two instants that sorting them costs nothing.
fn few_between(books: &Snapshot<'_>, from: Option<Instant>, to: Option<Instant>) -> Result<bool, Failure> {
    const FEW: i64 = 2_000;
    let found: i64 = books.one(
        "SELECT count(*) FROM (SELECT 1 FROM audit_entry WHERE at >= :from AND at < :to LIMIT :most)",
        named_params! {
            ":from": from.unwrap_or(Instant(i64::MIN)), ":to": to.unwrap_or(Instant(i64::MAX)), ":most": FEW + 1,
        },
        |row| row.get(0),
    )?;
    Ok(found <= FEW)
}

pub fn audit_list(books: &Snapshot<'_>, request: AuditList) -> Result<AuditPage, Failure> {
    let limit = page_limit(request.limit);
    let mut conditions = conditions(books, request.filter.unwrap_or_default())?;
    if let Some(cursor) = request.cursor {
        let before: i64 = cursor.parse().map_err(|_| Refusal::field("cursor", Problem::Malformed, None))?;
        conditions.and_with("seq < :before", ":before", before);
    }
    let sql = format!("SELECT {COLUMNS} FROM audit_entry WHERE {} ORDER BY seq DESC LIMIT {limit}", conditions.sql());
    let rows = books.rows(&sql, conditions.values().as_slice(), |row| audit_row(row).map(|(row, _, _)| row))?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|row| row.seq.to_string())).flatten();
    Ok(AuditPage { rows, next })
}

pub fn audit_get(books: &Snapshot<'_>, request: AuditGet) -> Result<AuditEntry, Failure> {
    books
        .find(
            &format!("SELECT {COLUMNS}, prev_hash, hash, batch_id FROM audit_entry WHERE seq = ?1"),
            [request.seq],
            |row| {
                let (audit_row, old_value, new_value) = audit_row(row)?;
                Ok(AuditEntry {
                    row: audit_row,
                    old_value,
                    new_value,
                    prev_hash: hex(row.get_ref(11)?.as_blob()?),
                    hash: hex(row.get_ref(12)?.as_blob()?),
                    batch_id: row.get::<_, Option<crate::kernel::BatchId>>(13)?.map(|id| id.to_string()),
                })
            },
        )?
        .ok_or_else(|| Refusal::not_found("audit entry", request.seq).into())
}

pub fn audit_count(books: &Snapshot<'_>, request: AuditCountGet) -> Result<AuditCount, Failure> {
    let conditions = conditions(books, request.filter.unwrap_or_default())?;
    let sql = format!(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM audit_entry WHERE {} LIMIT {})),
                (SELECT coalesce(max(seq), 0) FROM audit_entry) - (SELECT pruned_through FROM audit_prune WHERE id = 1)",
        conditions.sql(),
        COUNT_CAP + 1
    );
    let (count, of_all): (i64, i64) =
        books.one(&sql, conditions.values().as_slice(), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(AuditCount { count: count.min(COUNT_CAP), exact: count <= COUNT_CAP, of_all })
}

/// What a filter can choose from. Distinct values by skipping through the index, not by reading every entry.
pub fn audit_facets(books: &Snapshot<'_>, _: AuditFacetsGet) -> Result<AuditFacets, Failure> {
    let actors = books.rows(
        "WITH RECURSIVE actors (name) AS (
           SELECT min(actor) FROM audit_entry
           UNION ALL
           SELECT (SELECT min(actor) FROM audit_entry WHERE actor > name) FROM actors WHERE name IS NOT NULL
         )
         SELECT name FROM actors WHERE name IS NOT NULL",
        [],
        |row| row.get(0),
    )?;
    let actions = books.rows(
        "WITH RECURSIVE actions (word) AS (
           SELECT min(action) FROM audit_entry
           UNION ALL
           SELECT (SELECT min(action) FROM audit_entry WHERE action > word) FROM actions WHERE word IS NOT NULL
         )
         SELECT word FROM actions WHERE word IS NOT NULL",
        [],
        |row| row.get(0),
    )?;
    let object_types = [
        "store",
        "setting",
        "staff",
        "product",
        "variant",
        "reservation",
        "wait",
        "customer",
        "tier",
        "price_rule",
        "basket",
        "order",
        "export",
        "backup",
    ];
    Ok(AuditFacets { actors, actions, object_types: object_types.map(str::to_owned).into() })
}

fn audit_row(row: &Row<'_>) -> rusqlite::Result<(AuditRow, Value, Value)> {
    let value = |index: usize| -> rusqlite::Result<Value> {
        let text = row.get_ref(index)?.as_str_or_null()?;
        Ok(text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null))
    };
    let (old, new) = (value(9)?, value(10)?);
    let audit_row = AuditRow {
        seq: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        action: row.get(3)?,
        object_type: row.get(4)?,
        object_id: row.get(5)?,
        object_label: row.get(6)?,
        reason: row.get(7)?,
        request_id: row.get(8)?,
        changed_fields: changed_fields(&old, &new),
        summary: summary(&old, &new),
    };
    Ok((audit_row, old, new))
}

fn changed_fields(old: &Value, new: &Value) -> Vec<String> {
    let names = |value: &Value| -> BTreeSet<String> {
        value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    };
    names(old).union(&names(new)).filter(|name| old.get(name.as_str()) != new.get(name.as_str())).cloned().collect()
}

fn summary(old: &Value, new: &Value) -> AuditSummary {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let number = |name: &str| new.get(name).and_then(Value::as_i64).or_else(|| old.get(name).and_then(Value::as_i64));
    let within = |object: &str, name: &str| new.get(object).and_then(|object| object.get(name));
    let units = |object: &str| within(object, "units").and_then(Value::as_i64);
    let amount = |object: &str, name: &str| within(object, name).and_then(Value::as_str).map(str::to_owned);
    AuditSummary {
        from: text(old, "status"),
        to: text(new, "status"),
        quantity: units("shipment")
            .or_else(|| units("return"))
            .or_else(|| number("delta"))
            .or_else(|| number("quantity"))
            .or_else(|| number("items")),
        total: amount("payment", "amount")
            .or_else(|| amount("return", "value"))
            .or_else(|| text(new, "total"))
            .and_then(|total| total.parse().ok()),
        rows: number("rows"),
        until: new.get("expiresAt").and_then(Value::as_i64).map(Instant),
    }
}
