//! The world outside: the clock, and later the terminal, the keyboard and the event loop.

pub mod clock;
