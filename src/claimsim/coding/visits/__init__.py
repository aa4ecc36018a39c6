"""The visit itself: its family, new or established, its level by decision making or time."""
