"""HTTP by the rules of the house: one guarded client for hub, forges and cluster; webhook signatures."""
