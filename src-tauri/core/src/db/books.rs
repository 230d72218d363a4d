//! What a use case works with: the books as they are now, who acts, and what time it is.

use crate::kernel::{
    BatchId, Currency, Failure, Instant, LocationId, Minor, Money, Refusal, RequestId, Role, StaffId, TimeZone,
    VariantId,
};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::rc::Rc;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub staff_id: StaffId,
    pub name: String,
    pub role: Role,
}

/// The store's settings that rules need, read once for each command.
#[derive(Debug, Clone)]
pub struct StoreRules {
    pub currency: Currency,
    pub time_zone: TimeZone,
    pub hold_seconds: i64,
    pub order_hold_seconds: i64,
    /// How long a checkout keeps its units, and by how much it is extended.
    pub checkout_seconds: i64,
    /// How long after its first hold a checkout can be extended in all.
    pub checkout_longest_seconds: i64,
    /// How long somebody waits for units where nobody says otherwise.
    pub wait_seconds: i64,
    pub reorder_level: i64,
    pub tax_rate_bp: i64,
    pub selling_location_id: LocationId,
}

const RULES: &str = "currency, time_zone, hold_seconds, order_hold_seconds, checkout_seconds, \
  checkout_longest_seconds, wait_seconds, reorder_level, tax_rate_bp, selling_location_id";

impl StoreRules {
    pub fn read(conn: &Connection) -> Result<StoreRules, Failure> {
        StoreRules::read_columns(conn, RULES)
    }

    /// In a store that is being brought up to date: a rule that it does not know yet is 0, and nothing asks for it.
    fn read_between_versions(conn: &Connection) -> Result<StoreRules, Failure> {
        let mut known = conn.prepare("SELECT 1 FROM pragma_table_info('setting') WHERE name = ?1")?;
        let columns: Vec<&str> = RULES
            .split(", ")
            .map(|column| Ok(if known.exists([column.trim()])? { column } else { "0" }))
            .collect::<rusqlite::Result<_>>()?;
        StoreRules::read_columns(conn, &columns.join(", "))
    }

    fn read_columns(conn: &Connection, columns: &str) -> Result<StoreRules, Failure> {
        let mut statement = conn.prepare_cached(&format!("SELECT {columns} FROM setting WHERE id = 1"))?;
        let mut rows = statement.query([])?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let (currency, time_zone): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(StoreRules {
            currency: Currency::parse(&currency)
                .ok_or_else(|| Failure::Bug(format!("the store's currency {currency} is none")))?,
            time_zone: TimeZone::parse(&time_zone)
                .ok_or_else(|| Failure::Bug(format!("the store's time zone {time_zone} is none")))?,
            hold_seconds: row.get(2)?,
            order_hold_seconds: row.get(3)?,
            checkout_seconds: row.get(4)?,
            checkout_longest_seconds: row.get(5)?,
            wait_seconds: row.get(6)?,
            reorder_level: row.get(7)?,
            tax_rate_bp: row.get(8)?,
            selling_location_id: row.get(9)?,
        })
    }
}

/// The books at one moment, for reading.
pub struct Snapshot<'c> {
    pub conn: &'c Connection,
    pub now: Instant,
    pub actor: &'c Actor,
    pub rules: StoreRules,
}

impl<'c> Snapshot<'c> {
    pub fn new(conn: &'c Connection, now: Instant, actor: &'c Actor) -> Result<Snapshot<'c>, Failure> {
        Ok(Snapshot { conn, now, actor, rules: StoreRules::read(conn)? })
    }

    pub fn money(&self, minor: Minor) -> Money {
        self.rules.currency.money(minor)
    }

    /// The one row that must be there.
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Failure> {
        Ok(self.conn.prepare_cached(sql)?.query_row(params, map)?)
    }

    /// The row, if it is there.
    pub fn find<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Failure> {
        Ok(self.conn.prepare_cached(sql)?.query_row(params, map).optional()?)
    }

    pub fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Failure> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params, map)?;
        Ok(rows.collect::<rusqlite::Result<Vec<T>>>()?)
    }
}

/// What a unit of work knows about the act it carries out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Act {
    /// None for background work.
    pub request_id: Option<RequestId>,
    /// Movements and audit entries carry it: what people changed in one act, which can be taken back as a whole.
    pub batch_id: Option<BatchId>,
    /// Audit entries alone carry it: what was done to many objects at once, each on its own.
    pub audit_batch: Option<BatchId>,
}

/// Whose units came free in a unit of work: variants with their locations, as far as they were told one by one.
#[derive(Debug, Default, Clone)]
pub struct Freed {
    pub pairs: BTreeSet<(VariantId, LocationId)>,
    /// Many at once were moved, and which is not known.
    pub many: bool,
}

impl Freed {
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty() && !self.many
    }
}

/// One unit of work inside the writer's transaction, in its own savepoint. Everything a command changes goes
/// through here; it never begins or commits.
pub struct Uow<'c> {
    books: Snapshot<'c>,
    pub act: Act,
    /// One for the whole unit of work, whoever acts in it.
    freed: Rc<RefCell<Freed>>,
}

impl<'c> Deref for Uow<'c> {
    type Target = Snapshot<'c>;
    fn deref(&self) -> &Snapshot<'c> {
        &self.books
    }
}

impl<'c> Uow<'c> {
    pub fn new(conn: &'c Connection, now: Instant, actor: &'c Actor, act: Act) -> Result<Uow<'c>, Failure> {
        Ok(Uow { books: Snapshot::new(conn, now, actor)?, act, freed: Rc::default() })
    }

    /// For work between two migrations.
    pub fn between_versions(conn: &'c Connection, now: Instant, actor: &'c Actor) -> Result<Uow<'c>, Failure> {
        let rules = StoreRules::read_between_versions(conn)?;
        Ok(Uow { books: Snapshot { conn, now, actor, rules }, act: Act::default(), freed: Rc::default() })
    }

    /// The same act carried on by somebody else: what is done on the way as `system`.
    pub fn by<'a>(&'a self, actor: &'a Actor) -> Uow<'a> {
        let books = Snapshot { conn: self.conn, now: self.now, actor, rules: self.rules.clone() };
        Uow { books, act: self.act, freed: self.freed.clone() }
    }

    /// More units of a variant are available at a location than before.
    pub fn note_freed(&mut self, variant_id: VariantId, location_id: LocationId) {
        self.freed.borrow_mut().pairs.insert((variant_id, location_id));
    }

    /// More units of many variants are available than before.
    pub fn note_many_freed(&mut self) {
        self.freed.borrow_mut().many = true;
    }

    /// What came free since this was asked last.
    pub fn take_freed(&mut self) -> Freed {
        self.freed.take()
    }

    /// Runs a part of the work in a savepoint of its own: where it is refused, that part alone is rolled back, and the
    /// refusal is handed over. Any other failure is one of the whole work: after a full disk or a failed write SQLite
    /// has rolled back the whole transaction, which the writer then finds.
    pub fn apart<T>(
        &mut self,
        part: impl FnOnce(&mut Uow<'c>) -> Result<T, Failure>,
    ) -> Result<Result<T, Box<Refusal>>, Failure> {
        let act = self.act;
        let freed = self.freed.borrow().clone();
        self.change("SAVEPOINT part", [])?;
        match part(self) {
            Ok(value) => {
                self.change("RELEASE part", [])?;
                Ok(Ok(value))
            }
            Err(Failure::Refused(refusal)) if !self.conn.is_autocommit() => {
                self.change("ROLLBACK TO part", [])?;
                self.change("RELEASE part", [])?;
                // What came free in it is taken again, and who was served in it waits again.
                self.act = act;
                self.freed.replace(freed);
                Ok(Err(refusal))
            }
            Err(failure) => Err(failure),
        }
    }

    /// Runs work whose audit entries carry one batch id.
    pub fn as_batch<T>(
        &mut self,
        id: BatchId,
        work: impl FnOnce(&mut Uow<'c>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let before = self.act.audit_batch.replace(id);
        let done = work(self);
        self.act.audit_batch = before;
        done
    }

    /// Runs a statement that changes rows and says how many it changed.
    pub fn change(&mut self, sql: &str, params: impl Params) -> Result<usize, Failure> {
        Ok(self.conn.prepare_cached(sql)?.execute(params)?)
    }

    /// Runs a statement that must change exactly one row.
    pub fn change_one(&mut self, sql: &str, params: impl Params) -> Result<(), Failure> {
        match self.change(sql, params)? {
            1 => Ok(()),
            changed => Err(Failure::Bug(format!("{changed} rows changed where one had to: {sql}"))),
        }
    }

    /// The next `seq` of a paged table.
    pub fn next_seq(&self, table: &'static str) -> Result<i64, Failure> {
        self.one(&format!("SELECT coalesce(max(row_no), 0) + 1 FROM {table}"), [], |row| row.get(0))
    }

    /// Refuses a row that was changed since the caller read it.
    pub fn check_version(object: &str, id: impl std::fmt::Display, expected: i64, actual: i64) -> Result<(), Failure> {
        if expected == actual {
            return Ok(());
        }
        Err(Refusal::Conflict {
            object: object.to_owned(),
            id: id.to_string(),
            expected_version: expected,
            actual_version: actual,
        }
        .into())
    }
}
