//! Who acts. Until people sign in there is one owner; the command line acts as the user of the operating system, and
//! background work as `system`.

use crate::audit::{self, Entry};
use crate::db::{Actor, Snapshot, Uow};
use crate::kernel::{AuditAction, Failure, Role, StaffId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde_json::json;

crate::request! {
    pub struct StaffListGet {}
}
crate::response! {
    pub struct Staff {
        pub id: StaffId,
        pub name: String,
        pub role: Role,
    }
    pub struct StaffRows {
        pub rows: Vec<Staff>,
        pub me: Staff,
    }
}

/// Where a member of staff comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    System,
    Store,
    OsUser,
}

impl Origin {
    fn as_str(self) -> &'static str {
        match self {
            Origin::System => "system",
            Origin::Store => "store",
            Origin::OsUser => "os_user",
        }
    }
}

/// Looks somebody up by where they come from and their name.
pub fn find(conn: &Connection, origin: Origin, name: Option<&str>) -> rusqlite::Result<Option<Actor>> {
    conn.query_row(
        "SELECT id, name, role FROM staff WHERE origin = ?1 AND (?2 IS NULL OR name = ?2) ORDER BY row_no LIMIT 1",
        (origin.as_str(), name),
        actor,
    )
    .optional()
}

fn actor(row: &Row<'_>) -> rusqlite::Result<Actor> {
    Ok(Actor { staff_id: row.get(0)?, name: row.get(1)?, role: row.get(2)? })
}

/// Adds somebody who may act; the books name them from now on.
pub fn add(uow: &mut Uow<'_>, origin: Origin, name: &str, role: Role) -> Result<Actor, Failure> {
    let actor = Actor { staff_id: StaffId::new(uow.now), name: name.to_owned(), role };
    let now = uow.now;
    uow.change_one(
        "INSERT INTO staff (id, name, role, origin, created_at) VALUES (:id, :name, :role, :origin, :now)",
        named_params! {
            ":id": actor.staff_id, ":name": actor.name, ":role": actor.role, ":origin": origin.as_str(), ":now": now,
        },
    )?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::StaffCreated,
            object_type: "staff",
            object_id: actor.staff_id.to_string(),
            object_label: name,
            old: None,
            new: Some(json!({ "name": name, "role": role, "origin": origin.as_str() })),
            reason: None,
        },
    )?;
    Ok(actor)
}

pub fn staff_list(books: &Snapshot<'_>, _: StaffListGet) -> Result<StaffRows, Failure> {
    let rows = books.rows("SELECT id, name, role FROM staff ORDER BY name", [], |row| {
        Ok(Staff { id: row.get(0)?, name: row.get(1)?, role: row.get(2)? })
    })?;
    let me = Staff { id: books.actor.staff_id, name: books.actor.name.clone(), role: books.actor.role };
    Ok(StaffRows { rows, me })
}
