//! A WHERE clause that grows with what was asked for, each condition with the values it names.

use rusqlite::ToSql;

#[derive(Default)]
pub struct Conditions {
    sql: Vec<String>,
    values: Vec<(&'static str, Box<dyn ToSql>)>,
}

impl Conditions {
    pub fn and(&mut self, sql: impl Into<String>) {
        self.sql.push(sql.into());
    }

    /// A condition and the one value that it names.
    pub fn and_with(&mut self, sql: impl Into<String>, name: &'static str, value: impl ToSql + 'static) {
        self.sql.push(sql.into());
        self.bind(name, value);
    }

    /// A value that the statement names elsewhere, or once more.
    pub fn bind(&mut self, name: &'static str, value: impl ToSql + 'static) {
        self.values.push((name, Box::new(value)));
    }

    /// The conditions joined; true where there are none.
    pub fn sql(&self) -> String {
        if self.sql.is_empty() { "1 = 1".to_owned() } else { self.sql.join("\n  AND ") }
    }

    pub fn values(&self) -> Vec<(&str, &dyn ToSql)> {
        self.values.iter().map(|(name, value)| (*name, value.as_ref())).collect()
    }
}
