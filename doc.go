// Package jifen holds no code: the rooms below it do. Its test holds the plan of the house.
package jifen
