import './onAgents';
import '../clients/teams.test';
