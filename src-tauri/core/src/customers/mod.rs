//! Who buys. An order that names somebody finds them by e-mail or name, or makes them known.

use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::{MAX_NAME, MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{AuditAction, CustomerId, Failure, Fields, Problem, Refusal};
use rusqlite::{Row, named_params};
use serde_json::json;

/// What an order without a name says.
pub const WALK_IN: &str = "Walk-in customer";

crate::request! {
    /// Whom an order is for. Empty: a walk-in customer.
    pub struct OrderCustomer {
        pub id: Option<CustomerId>,
        pub name: Option<String>,
        pub email: Option<String>,
        pub phone: Option<String>,
    }
}
crate::strict_request! {
    pub struct CustomerSuggest {
        pub text: String,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct CustomerRow {
        pub id: CustomerId,
        pub name: String,
        pub email: String,
        pub phone: String,
        /// How many orders they placed.
        pub orders: i64,
    }
    pub struct CustomerRows {
        pub rows: Vec<CustomerRow>,
    }
}

/// What an order keeps of its customer.
#[derive(Debug, Clone)]
pub struct Known {
    pub id: Option<CustomerId>,
    pub name: String,
    pub email: String,
    pub phone: String,
}

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known { id: row.get(0)?, name: row.get(1)?, email: row.get(2)?, phone: row.get(3)? })
}

const COLUMNS: &str = "id, name, email, phone";

/// Finds the customer that an order names, or adds them.
pub fn resolve(uow: &mut Uow<'_>, asked: &OrderCustomer) -> Result<Known, Failure> {
    let mut fields = Fields::default();
    let name = fields.line("customer.name", asked.name.as_deref().unwrap_or_default(), MAX_NAME);
    let email = fields.line("customer.email", asked.email.as_deref().unwrap_or_default(), MAX_NAME);
    let phone = fields.line("customer.phone", asked.phone.as_deref().unwrap_or_default(), MAX_NAME);
    if !email.is_empty() && !email.contains('@') {
        fields.add("customer.email", Problem::Malformed, None);
    }
    fields.finish()?;
    if let Some(id) = asked.id {
        return uow
            .find(&format!("SELECT {COLUMNS} FROM customer WHERE id = ?1 AND archived_at IS NULL"), [id], known)?
            .ok_or_else(|| Refusal::not_found("customer", id).into());
    }
    if name.is_empty() && email.is_empty() {
        return Ok(Known { id: None, name: WALK_IN.to_owned(), email, phone });
    }
    // An e-mail address names one person; a name alone only somebody without one.
    let found = if email.is_empty() {
        uow.find(
            &format!(
                "SELECT {COLUMNS} FROM customer
                 WHERE name_folded = ?1 AND email_folded = '' AND archived_at IS NULL ORDER BY seq LIMIT 1"
            ),
            [fold(&name)],
            known,
        )?
    } else {
        uow.find(
            &format!(
                "SELECT {COLUMNS} FROM customer
                 WHERE email_folded = ?1 AND email_folded <> '' AND archived_at IS NULL ORDER BY seq LIMIT 1"
            ),
            [fold(&email)],
            known,
        )?
    };
    match found {
        Some(found) => Ok(found),
        None => add(uow, if name.is_empty() { email.clone() } else { name }, email, phone),
    }
}

fn add(uow: &mut Uow<'_>, name: String, email: String, phone: String) -> Result<Known, Failure> {
    let id = CustomerId::new(uow.now);
    let seq = uow.next_seq("customer")?;
    let now = uow.now;
    uow.change_one(
        "INSERT INTO customer (row_no, seq, id, name, name_folded, email, email_folded, phone, created_at)
         VALUES (:seq, :seq, :id, :name, :name_folded, :email, :email_folded, :phone, :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":name": name,
            ":name_folded": fold(&name),
            ":email": email,
            ":email_folded": fold(&email),
            ":phone": phone,
            ":now": now,
        },
    )?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::CustomerCreated,
            object_type: "customer",
            object_id: id.to_string(),
            object_label: &name,
            old: None,
            new: Some(json!({ "name": name, "email": email, "phone": phone })),
            reason: None,
        },
    )?;
    Ok(Known { id: Some(id), name, email, phone })
}

/// Customers whose name or e-mail contains the text; those that begin with it first.
pub fn customer_suggest(books: &Snapshot<'_>, request: CustomerSuggest) -> Result<CustomerRows, Failure> {
    let mut fields = Fields::default();
    let text = fold(&fields.text("text", &request.text, MAX_SEARCH));
    fields.finish()?;
    let rows = books.rows(
        "SELECT id, name, email, phone, (SELECT count(*) FROM orders WHERE customer_id = customer.id)
         FROM customer
         WHERE archived_at IS NULL
           AND (name_folded LIKE :contains ESCAPE '\\' OR email_folded LIKE :contains ESCAPE '\\')
         ORDER BY substr(name_folded, 1, length(:text)) = :text DESC, name_folded, seq
         LIMIT :limit",
        named_params! {
            ":text": text,
            ":contains": contains_pattern(&text),
            ":limit": request.limit.unwrap_or(8).clamp(1, 50),
        },
        |row| {
            Ok(CustomerRow {
                id: row.get(0)?,
                name: row.get(1)?,
                email: row.get(2)?,
                phone: row.get(3)?,
                orders: row.get(4)?,
            })
        },
    )?;
    Ok(CustomerRows { rows })
}
