//! Forward-only migrations, embedded in the program and frozen once landed. `user_version` counts them; the
//! checksum of each applied one is kept, so that a changed file is seen.

use crate::kernel::Failure;
use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};

pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub sql: &'static str,
}

pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "store", sql: include_str!("../../../../migrations/0001_store.sql") },
    Migration { version: 2, name: "catalogue", sql: include_str!("../../../../migrations/0002_catalogue.sql") },
    Migration { version: 3, name: "selling", sql: include_str!("../../../../migrations/0003_selling.sql") },
];

/// The newest schema this program knows.
pub const LATEST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

fn checksum(sql: &str) -> String {
    // A checkout on Windows may end its lines otherwise; the migration is the same.
    let digest = Sha256::digest(sql.replace("\r\n", "\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What else belongs to a migration, in its own transaction: an audit entry, an index that code fills.
pub type Beside<'a> = &'a dyn Fn(&Connection, &Migration) -> Result<(), Failure>;

/// Applies what is missing, each migration in a transaction of its own. Returns the versions applied.
pub fn migrate(conn: &mut Connection, now_ms: i64) -> Result<Vec<i64>, Failure> {
    migrate_to(conn, LATEST, now_ms, &|_, _| Ok(()))
}

/// As [`migrate`], up to a version, and with what else belongs to each migration.
pub fn migrate_to(conn: &mut Connection, version: i64, now_ms: i64, beside: Beside<'_>) -> Result<Vec<i64>, Failure> {
    super::file::add_functions(conn)?;
    // A table that is made anew would otherwise drag its references along; foreign_key_check looks instead. The pragma
    // does nothing inside a transaction, so it is set around them, and back again however they end.
    conn.pragma_update(None, "foreign_keys", false)?;
    let applied = apply(conn, version, now_ms, beside);
    conn.pragma_update(None, "foreign_keys", true)?;
    applied
}

fn apply(conn: &mut Connection, version: i64, now_ms: i64, beside: Beside<'_>) -> Result<Vec<i64>, Failure> {
    conn.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema_migration (
           version    INTEGER PRIMARY KEY,
           name       TEXT NOT NULL,
           checksum   TEXT NOT NULL,
           applied_at INTEGER NOT NULL
         ) STRICT",
    )?;
    let mut applied = Vec::new();
    for migration in MIGRATIONS.iter().filter(|migration| migration.version <= version) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read within the transaction: another program may have done it while this one waited for the lock.
        let done: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if migration.version <= done {
            continue;
        }
        tx.execute_batch(migration.sql)?;
        tx.execute(
            "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)",
            (migration.version, migration.name, checksum(migration.sql), now_ms),
        )?;
        tx.pragma_update(None, "user_version", migration.version)?;
        let broken: i64 = tx.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
        if broken > 0 {
            return Err(Failure::Bug(format!("migration {} leaves {broken} dangling references", migration.name)));
        }
        beside(&tx, migration)?;
        tx.commit()?;
        applied.push(migration.version);
    }
    Ok(applied)
}

/// The applied migrations as "0001_store", and those whose text is no longer what was applied.
pub fn applied(conn: &Connection) -> rusqlite::Result<(Vec<String>, Vec<String>)> {
    let mut statement = conn.prepare("SELECT version, name, checksum FROM schema_migration ORDER BY version")?;
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))?;
    let mut names = Vec::new();
    let mut changed = Vec::new();
    for row in rows {
        let (version, name, sum) = row?;
        let name = format!("{version:04}_{name}");
        if !MIGRATIONS.iter().any(|m| m.version == version && checksum(m.sql) == sum) {
            changed.push(name.clone());
        }
        names.push(name);
    }
    Ok((names, changed))
}

/// The schema as SQLite keeps it, in a stable order: what a test pins and the doctor compares.
pub fn pinned_schema(conn: &Connection) -> rusqlite::Result<String> {
    let mut statement = conn.prepare(
        "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name",
    )?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.join("\n\n"))
}
