//go:build !linux

package main

// beNice can do nothing here.
func beNice() {}
