//! What a use case works with: the books as they are now, who acts, and what time it is.

use crate::kernel::{
    BatchId, Currency, Failure, Instant, LocationId, Minor, Money, Refusal, RequestId, Role, StaffId, TimeZone,
};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::ops::Deref;

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
    pub reorder_level: i64,
    pub tax_rate_bp: i64,
    pub selling_location_id: LocationId,
}

impl StoreRules {
    pub fn read(conn: &Connection) -> Result<StoreRules, Failure> {
        let mut statement = conn.prepare_cached(
            "SELECT currency, time_zone, hold_seconds, order_hold_seconds, reorder_level, tax_rate_bp, selling_location_id
             FROM setting
             WHERE id = 1",
        )?;
        let (currency, time_zone, hold_seconds, order_hold_seconds, reorder_level, tax_rate_bp, selling_location_id) =
            statement.query_row([], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                    row.get(6)?,
                ))
            })?;
        Ok(StoreRules {
            currency: Currency::parse(&currency)
                .ok_or_else(|| Failure::Bug(format!("the store's currency {currency} is none")))?,
            time_zone: TimeZone::parse(&time_zone)
                .ok_or_else(|| Failure::Bug(format!("the store's time zone {time_zone} is none")))?,
            hold_seconds,
            order_hold_seconds,
            reorder_level,
            tax_rate_bp,
            selling_location_id,
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
    pub batch_id: Option<BatchId>,
}

/// One unit of work inside the writer's transaction, in its own savepoint. Everything a command changes goes
/// through here; it never begins or commits.
pub struct Uow<'c> {
    books: Snapshot<'c>,
    pub act: Act,
}

impl<'c> Deref for Uow<'c> {
    type Target = Snapshot<'c>;
    fn deref(&self) -> &Snapshot<'c> {
        &self.books
    }
}

impl<'c> Uow<'c> {
    pub fn new(conn: &'c Connection, now: Instant, actor: &'c Actor, act: Act) -> Result<Uow<'c>, Failure> {
        Ok(Uow { books: Snapshot::new(conn, now, actor)?, act })
    }

    /// The same act carried on by somebody else: what is done on the way as `system`.
    pub fn by<'a>(&'a self, actor: &'a Actor) -> Uow<'a> {
        Uow { books: Snapshot { conn: self.conn, now: self.now, actor, rules: self.rules.clone() }, act: self.act }
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
